package daemon

import (
	"fmt"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/schedule"
)

// timetable holds when each policy is next due, and when the daemon next looks.
// It uses the wall clock.
type timetable struct {
	policies []slot
	observe  slot
}

// slot is the next time of one schedule.
type slot struct {
	policy   string
	zone     string
	schedule schedule.Schedule
	at       time.Time
	ever     bool // whether at is set
}

// newTimetable returns the timetable of a config. If the old timetable has the
// same schedule for a policy, its due time stays, even if it has passed, so that
// a reload loses no slot. It is an error if no policy has a schedule.
func newTimetable(c *config.Config, before *timetable, now time.Time) (*timetable, error) {
	t := &timetable{}
	for i := range c.Set.Policies {
		if c.Schedules[i] == "" {
			continue
		}
		s, err := newSlot(c, c.Set.Policies[i].Name, c.Schedules[i], now)
		if err != nil {
			return nil, err
		}
		if n := before.find(s); n >= 0 {
			s = before.policies[n]
		}
		t.policies = append(t.policies, s)
	}
	if len(t.policies) == 0 {
		return nil, fmt.Errorf("%s: no policy has a schedule, so that nothing would ever be run: set schedule for all of them, or for each of those that are to be run", c.File)
	}
	var err error
	if t.observe, err = newSlot(c, "", c.Observe, now); err != nil {
		return nil, err
	}
	if before != nil && before.observe.same(t.observe) {
		t.observe = before.observe
	}
	return t, nil
}

func newSlot(c *config.Config, policy, line string, now time.Time) (slot, error) {
	s, err := schedule.Parse(line, c.Location)
	if err != nil {
		return slot{}, err // cannot happen: config has checked it
	}
	made := slot{policy: policy, zone: c.Location.String(), schedule: s}
	made.at, made.ever = s.Next(now)
	return made, nil
}

// same reports whether two slots have the same policy and schedule.
func (s slot) same(o slot) bool {
	return s.policy == o.policy && s.zone == o.zone && s.schedule.String() == o.schedule.String()
}

func (t *timetable) find(s slot) int {
	if t == nil {
		return -1
	}
	return slices.IndexFunc(t.policies, s.same)
}

func (s slot) due(now time.Time) bool { return s.ever && !s.at.After(now) }

// due returns the policies that are due.
func (t *timetable) due(now time.Time) (names []string) {
	for _, s := range t.policies {
		if s.due(now) {
			names = append(names, s.policy)
		}
	}
	return names
}

// noticeable is from which delay on a late policy is logged.
const noticeable = 2 * time.Second

// late returns the policies that have been due for a while.
func (t *timetable) late(now time.Time) []string { return t.due(now.Add(-noticeable)) }

// slots returns the current slot of each due policy. Slots that passed while nothing
// was run count as one: what they would have announced is announced now.
func (t *timetable) slots(now time.Time) map[string]policy.Slot {
	slots := make(map[string]policy.Slot)
	for _, s := range t.policies {
		if s.due(now) {
			at, _ := s.schedule.Latest(now) // there is one, as it is due
			previous, _ := s.schedule.Prev(s.at)
			slots[s.policy] = policy.Slot{Previous: previous, At: at}
		}
	}
	return slots
}

// pass moves each due policy to its next slot in the future.
func (t *timetable) pass(now time.Time) {
	for i := range t.policies {
		if s := &t.policies[i]; s.due(now) {
			s.at, s.ever = s.schedule.Next(now)
		}
	}
}

// looked records that the whole tenant has been observed.
func (t *timetable) looked(now time.Time) {
	t.observe.at, t.observe.ever = t.observe.schedule.Next(now)
}

// look makes the next look due at once.
func (t *timetable) look(now time.Time) { t.observe.at, t.observe.ever = now, true }

// setBack adjusts the timetable to a clock that was set back: a cron line follows
// the new clock, an interval continues counting.
func (t *timetable) setBack(by time.Duration, now time.Time) {
	for i := range t.policies {
		t.policies[i].setBack(by, now)
	}
	t.observe.setBack(by, now)
}

func (s *slot) setBack(by time.Duration, now time.Time) {
	switch {
	case !s.ever, s.due(now): // what is due stays due
	case s.schedule.Interval() > 0:
		s.at = s.at.Add(-by)
	default:
		s.at, s.ever = s.schedule.Next(now)
	}
}

// next returns when each policy is next due.
func (t *timetable) next() map[string]time.Time {
	next := make(map[string]time.Time)
	for _, s := range t.policies {
		if s.ever {
			next[s.policy] = s.at
		}
	}
	return next
}
