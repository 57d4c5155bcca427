package schedule

import (
	"testing"
	"time"
)

func TestNext(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		line  string
		after string
		want  []string // in UTC; empty: never
	}{
		"a plain day":                                       {"0 3 * * *", "2026-06-01T00:00:00Z", []string{"2026-06-01T01:00:00Z", "2026-06-02T01:00:00Z"}},
		"a slot in the spring gap is due once":              {"30 2 * * *", "2026-03-28T12:00:00Z", []string{"2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"}},
		"a slot in the autumn double hour is due once":      {"30 2 * * *", "2026-10-24T12:00:00Z", []string{"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"}},
		"slots beside the autumn change keep to the clock":  {"0 1,3 * * *", "2026-10-24T22:30:00Z", []string{"2026-10-24T23:00:00Z", "2026-10-25T02:00:00Z"}},
		"after the first of the double hours not the other": {"30 2 * * *", "2026-10-25T00:31:00Z", []string{"2026-10-26T01:30:00Z"}},
		"an interval knows no calendar":                     {"@every 90m", "2026-10-25T00:00:00Z", []string{"2026-10-25T01:30:00Z"}},
		"what the gap skipped is still due once it is over": {"30 2 * * *", "2026-03-29T01:10:00Z", []string{"2026-03-29T01:30:00Z"}},
		"an interval of seconds":                            {"@every 2s", "2026-06-01T00:00:00.5Z", []string{"2026-06-01T00:00:02Z", "2026-06-01T00:00:04Z"}},
		"an interval of days":                               {"@every 1d12h", "2026-06-01T00:00:00Z", []string{"2026-06-02T12:00:00Z"}},
		"an interval with a fraction":                       {"@every 1.5h", "2026-06-01T00:00:00Z", []string{"2026-06-01T01:30:00Z"}},
		"the empty line":                                    {"", "2026-06-01T00:00:00Z", nil},
		"a day that never comes":                            {"0 0 31 2 *", "2026-01-01T00:00:00Z", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Parse(test.line, berlin)
			if err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse(time.RFC3339, test.after)
			if err != nil {
				t.Fatal(err)
			}
			if _, ever := s.Next(at); ever != (len(test.want) > 0) {
				t.Fatalf("due at all: %v", ever)
			}
			for _, want := range test.want {
				if at, _ = s.Next(at); at.UTC().Format(time.RFC3339) != want {
					t.Fatalf("due at %s, want %s", at.UTC().Format(time.RFC3339), want)
				}
			}
		})
	}
}

func TestAnIntervalIsLongerThanNothing(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"@every -5m":     `"@every -5m" is not a schedule: the time from one slot to the next is at least one second: write such as @every 30m`,
		"@every 0s":      `"@every 0s" is not a schedule: the time from one slot to the next is at least one second: write such as @every 30m`,
		"@every 0":       `"@every 0" is not a schedule: the time from one slot to the next is at least one second: write such as @every 30m`,
		"@every 1ns":     `"@every 1ns" is not a schedule: the time from one slot to the next is at least one second: write such as @every 30m`,
		"@every 1500ms":  `"@every 1500ms" is not a schedule: the time from one slot to the next is a whole number of seconds: write such as @every 30m`,
		"@every nothing": `"@every nothing" is not a schedule: "nothing" is not a duration: write such as @every 30m or @every 1d`,
	} {
		if _, err := Parse(line, time.UTC); err == nil || err.Error() != want {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func TestTheSlotBefore(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, now, latest, prev string }{
		{"15 * * * *", "2026-06-01T12:20:00Z", "2026-06-01T12:15:00Z", "2026-06-01T11:15:00Z"},
		{"15 * * * *", "2026-06-01T12:15:00Z", "2026-06-01T12:15:00Z", "2026-06-01T11:15:00Z"},
		{"0 0 1 1 *", "2026-06-01T12:00:00Z", "2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z"},
		{"* * 29 2 *", "2026-06-01T12:00:00Z", "2024-02-29T23:59:00Z", "2024-02-29T23:58:00Z"},
		{"@every 90m", "2026-06-01T12:00:00.9Z", "2026-06-01T12:00:00Z", "2026-06-01T10:30:00Z"},
	} {
		s, err := Parse(test.line, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		now, err := time.Parse(time.RFC3339, test.now)
		if err != nil {
			t.Fatal(err)
		}
		latest, _ := s.Latest(now)
		prev, _ := s.Prev(latest)
		if latest.Format(time.RFC3339) != test.latest || prev.Format(time.RFC3339) != test.prev {
			t.Errorf("%s at %s: %s, before that %s", test.line, test.now, latest, prev)
		}
	}
	for _, line := range []string{"", "0 0 30 2 *"} {
		s, err := Parse(line, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		if slot, ever := s.Latest(time.Unix(1_800_000_000, 0)); ever {
			t.Errorf("%q was due at %s", line, slot)
		}
		if slot, ever := s.Prev(time.Unix(1_800_000_000, 0)); ever {
			t.Errorf("%q was due at %s", line, slot)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, line := range []string{" ", "* * * *", "61 * * * *", "0 0 * * 7", "CRON_TZ=UTC", "TZ=UTC 0 * * * *", "@sometimes", "@every nothing"} {
		if _, err := Parse(line, time.UTC); err == nil {
			t.Errorf("%q was taken", line)
		}
	}
}
