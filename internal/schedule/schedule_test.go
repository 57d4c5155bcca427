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

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"", "* * * *", "61 * * * *", "0 0 * * 7", "CRON_TZ=UTC", "TZ=UTC 0 * * * *", "@sometimes", "@every nothing"} {
		if _, err := Parse(line, time.UTC); err == nil {
			t.Errorf("%q was taken", line)
		}
	}
}
