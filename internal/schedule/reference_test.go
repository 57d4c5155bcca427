package schedule

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
	"pgregory.net/rapid"
)

// slots goes through the time minute by minute and records when a line is due:
// when the zone's clock shows a time of day for the first time, or, for a time
// that the clock skips, as much later as the clock jumped.
func slots(t *rapid.T, line string, from, to time.Time) []time.Time {
	parsed, err := cron.ParseStandard(line)
	if err != nil {
		t.Fatal(err)
	}
	wall := func(at time.Time) time.Time {
		return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
	}
	wanted := make(map[time.Time]bool)
	for at := parsed.Next(wall(from).Add(-48 * time.Hour)); !at.IsZero() && at.Before(wall(to)); at = parsed.Next(at) {
		wanted[at] = true
	}
	var due []time.Time
	note := func(wall, at time.Time) {
		if wanted[wall] {
			due = append(due, at)
		}
		delete(wanted, wall)
	}
	last := wall(from.Add(-time.Minute))
	for at := from; at.Before(to); at = at.Add(time.Minute) {
		for skipped := last.Add(time.Minute); skipped.Before(wall(at)); skipped = skipped.Add(time.Minute) {
			note(skipped, at.Add(skipped.Sub(last)-time.Minute))
		}
		note(wall(at), at)
		last = wall(at)
	}
	slices.SortFunc(due, time.Time.Compare)
	return slices.CompactFunc(due, time.Time.Equal)
}

// changes returns the clock changes of a time zone from 2005 to 2030.
func changes(zone *time.Location) []time.Time {
	var all []time.Time
	for at := time.Date(2005, 1, 1, 0, 0, 0, 0, zone); at.Year() < 2030; {
		_, end := at.ZoneBounds()
		if end.IsZero() || end.Year() >= 2030 {
			break
		}
		all, at = append(all, end), end
	}
	return all
}

var lines = rapid.Custom(func(t *rapid.T) string {
	field := func(name string, most int) string {
		return rapid.OneOf(rapid.Just("*"), rapid.Map(rapid.IntRange(0, most), func(n int) string { return fmt.Sprint(n) }),
			rapid.Map(rapid.SliceOfN(rapid.IntRange(0, most), 2, 4), func(n []int) string { return fmt.Sprintf("%d,%d", n[0], n[1]) }),
			rapid.SampledFrom([]string{"*/2", "*/7", "0-2", "1-3"})).Draw(t, name)
	}
	days := rapid.SampledFrom([]string{"* * *", "* * *", "* * 0", "*/2 * *", "* 3,10 *", "30,31 * *", "29 2 *"}).Draw(t, "days")
	return field("minute", 59) + " " + field("hour", 23) + " " + days
})

func TestSlotsAreThoseOfTheZonesClock(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		puts := append(changes(zone), time.Date(2026, 6, 1, 0, 0, 0, 0, zone))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				line := lines.Draw(t, "line")
				around := rapid.SampledFrom(puts).Draw(t, "around")
				now := around.Add(time.Duration(rapid.Int64Range(-int64(30*time.Hour), int64(30*time.Hour)).Draw(t, "beside")))
				if rapid.Bool().Draw(t, "on a minute") {
					now = now.Truncate(time.Minute)
				}
				checkAgainst(t, line, zone, now, around.Add(-60*time.Hour), around.Add(60*time.Hour))
			})
		})
	}
}

func checkAgainst(t *rapid.T, line string, zone *time.Location, now, from, to time.Time) {
	s, err := Parse(line, zone)
	if err != nil {
		t.Fatal(err)
	}
	due := slots(t, line, from, to)
	after, _ := slices.BinarySearchFunc(due, now, func(slot, now time.Time) int {
		if slot.After(now) {
			return 1
		}
		return -1
	})
	if next, ever := s.Next(now); after < len(due) && !next.Equal(due[after]) || after == len(due) && ever && next.Before(to) {
		t.Errorf("%q after %s is due at %s", line, now, next)
	}
	latest, ever := s.Latest(now)
	if after > 0 && !latest.Equal(due[after-1]) || after == 0 && ever && latest.After(from) {
		t.Errorf("the latest slot of %q at %s is %s", line, now, latest)
	}
	if prev, ok := s.Prev(latest); ever && after > 1 && (!ok || !prev.Equal(due[after-2])) {
		t.Errorf("the slot of %q before %s is %s", line, latest, prev)
	}
}

// Next and Prev go through the same list of slots.
func TestThereAndBackIsTheSameSlot(t *testing.T) {
	t.Parallel()
	zones := make([]*time.Location, 0, 3)
	for _, name := range []string{"Europe/Berlin", "Australia/Lord_Howe", "America/New_York"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		line := rapid.OneOf(lines, rapid.SampledFrom([]string{"@hourly", "@weekly", "@yearly", "@every 90m", "@every 2s", "0 0 29 2 *"})).Draw(t, "line")
		s, err := Parse(line, zone)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(rapid.Int64Range(1_000_000_000, 2_000_000_000).Draw(t, "now"), 0)
		slot, ever := s.Next(now)
		if !ever {
			t.Fatalf("%q is never due", line)
		}
		if latest, ok := s.Latest(slot); !ok || !latest.Equal(slot) {
			t.Errorf("%q is due at %s, and the latest slot then is %s", line, slot, latest)
		}
		prev, ok := s.Prev(slot)
		if !ok || prev.After(now) {
			t.Fatalf("%q is due at %s next after %s, and before that at %s", line, slot, now, prev)
		}
		if next, _ := s.Next(prev); !next.Equal(slot) {
			t.Errorf("%q is due at %s, before that at %s, and after this at %s", line, slot, prev, next)
		}
	})
}
