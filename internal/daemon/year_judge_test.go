package daemon

import (
	"slices"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// nothingSeen is the report of a sweep of an API that does not answer.
func nothingSeen() *report.Report {
	return &report.Report{Mode: report.Enforce, Result: report.ResultFailed, Cause: errDown}
}

// judge holds the sweeps of one policy against its slots.
func (c *chronicle) judge(t *testing.T, zone *time.Location, policy string) {
	t.Helper()
	end := c.begin.Add(time.Duration(*days)*24*time.Hour - time.Hour)
	latest := c.begin // what the wall clock has shown at most
	swept, wanted := 0, 0
	for _, s := range c.sweeps {
		if slices.Contains(s.what, policy) {
			swept++
		}
	}
	for i, stretch := range c.walls {
		until := end
		if i+1 < len(c.walls) {
			until = c.walls[i+1].at
		}
		wallEnd := stretch.wall.Add(until.Sub(stretch.at))
		for _, slot := range slots(zone, policy, latest, wallEnd) {
			at := stretch.at.Add(max(0, slot.Sub(stretch.wall))) // when the wall clock has come so far
			c.judgeSlot(t, policy, slot, at, slot.Before(stretch.wall.Add(-noticeable)))
			wanted++
		}
		if wallEnd.After(latest) {
			latest = wallEnd
		}
	}
	// A clock that is set back makes slots come again: no others are swept twice.
	if again := c.repeated(zone, policy); swept > wanted+again+1 {
		t.Errorf("%s: %d sweeps for %d slots and %d that came again", policy, swept, wanted, again)
	}
}

// repeated is how many slots came again as the clock was set back.
func (c *chronicle) repeated(zone *time.Location, policy string) (n int) {
	for i, stretch := range c.walls[1:] {
		before := c.walls[i]
		if was := before.wall.Add(stretch.at.Sub(before.at)); stretch.wall.Before(was) {
			n += len(slots(zone, policy, stretch.wall, was))
		}
	}
	return n
}

// judgeSlot holds that a slot that came at a moment is swept then, or as soon as the
// sweep at work has ended, and that it is said where that is late.
func (c *chronicle) judgeSlot(t *testing.T, policy string, slot, at time.Time, skipped bool) {
	t.Helper()
	free := at
	for i, s := range c.sweeps {
		if !s.at.After(free) && i < len(c.ends) && c.ends[i].After(free) && !slices.Contains(s.what, policy) {
			free = c.ends[i]
		}
		if s.at.Before(at) && i < len(c.ends) && c.ends[i].After(at) {
			free = c.ends[i]
		}
	}
	for _, s := range c.sweeps {
		if s.at.Before(at) || s.at.After(free.Add(lookAtClock+time.Second)) || !slices.Contains(s.what, policy) {
			continue
		}
		if late := s.at.Sub(at); (late > noticeable || skipped) && !c.toldBetween(at, s.at) {
			t.Errorf("%s: the slot of %s was swept %s late, and nothing was said", policy, slot.In(time.UTC), late)
		}
		return
	}
	t.Errorf("%s: the slot of %s, which came at %s, was not swept", policy, slot, at)
}

func (c *chronicle) toldBetween(from, to time.Time) bool {
	within := func(at time.Time) bool { return !at.Before(from) && !at.After(to.Add(lookAtClock)) }
	return slices.ContainsFunc(c.jumped, within) || slices.ContainsFunc(c.late, within)
}
