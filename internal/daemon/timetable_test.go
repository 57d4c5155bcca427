package daemon

import (
	"testing"
	"time"
)

// From one sweep to the next no moment is left out of the slots, and none is in two of
// them, however late a sweep is and whatever slots have passed: so each execution is
// announced once.
func TestSlotsFollowOneAnother(t *testing.T) {
	t.Parallel()
	c := read(t, `
schedule: "0 * * * *"
policies:
  - {name: hourly, match: {olderThan: 1d}, action: delete}
  - {name: interval, schedule: "@every 50m", match: {olderThan: 1d}, action: stop}
  - {name: yearly, schedule: "@yearly", match: {olderThan: 1d}, action: stop}
`)
	start := time.Date(2026, 11, 24, 10, 20, 0, 0, time.UTC)
	table, err := newTimetable(c, nil, start)
	if err != nil {
		t.Fatal(err)
	}
	last := map[string]time.Time{"hourly": start.Truncate(time.Hour), "interval": start}
	for _, late := range []time.Duration{0, time.Second, 5 * time.Hour, 90 * time.Minute, 26*time.Hour + time.Nanosecond, 0} {
		now := table.policies[0].at
		if table.policies[1].at.After(now) {
			now = table.policies[1].at
		}
		now = now.Add(late)
		slots := table.slots(now)
		if len(slots) != 2 {
			t.Fatalf("at %s: %v", now, slots)
		}
		for name, s := range slots {
			if !s.Previous.Equal(last[name]) || s.At.After(now) || !s.At.After(s.Previous) {
				t.Errorf("%s at %s: from %s to %s, after %s", name, now, s.Previous, s.At, last[name])
			}
			last[name] = s.At
		}
		table.pass(now)
	}
}
