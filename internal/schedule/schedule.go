// Package schedule says when a cron line is due next, by a calendar with
// daylight saving: a time of day that a change of the clock skips or repeats is
// due once.
package schedule

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule is a cron line or a fixed interval.
type Schedule struct {
	text     string
	location *time.Location
	cron     cron.Schedule
	interval bool // @every: counted from the last, whatever the calendar
}

// Parse reads five cron fields, @hourly and its like, or @every 2s, for a time
// zone. The error says what is wrong and what to write. A line that is well
// formed and never due, such as 30 February, is no error: see Next.
func Parse(text string, location *time.Location) (Schedule, error) {
	if strings.Contains(text, "TZ=") {
		return Schedule{}, fmt.Errorf("%q: the time zone is set once, by timezone", text)
	}
	parsed, err := cron.ParseStandard(text)
	if err != nil {
		return Schedule{}, fmt.Errorf("%q is no schedule: %w: write five cron fields (minute hour day month weekday), such as \"15 3 * * *\", or @hourly, @daily, @every 30m", text, err)
	}
	_, interval := parsed.(cron.ConstantDelaySchedule)
	return Schedule{text: text, location: location, cron: parsed, interval: interval}, nil
}

// String is the line as it was written.
func (s Schedule) String() string { return s.text }

// Next is the first time after a moment at which the schedule is due; false
// where that is never.
//
// The calendar is walked without daylight saving and the time that is found is
// then looked up in the zone: one that does not exist that day is due as much
// later as the clock jumped, one that exists twice is due the first time only.
func (s Schedule) Next(after time.Time) (time.Time, bool) {
	if s.interval {
		return s.cron.Next(after), true
	}
	wall := asUTC(after.In(s.location))
	for {
		wall = s.cron.Next(wall)
		if wall.IsZero() {
			return time.Time{}, false
		}
		if due := s.at(wall); due.After(after) {
			return due, true
		}
	}
}

// asUTC is the same reading of the clock, taken for UTC, which has no jumps.
func asUTC(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// at is the first moment at which the zone's clock reads wall; where it never
// does, the moment it would have, had it not jumped.
func (s Schedule) at(wall time.Time) time.Time {
	before := s.read(wall, wall.Add(-26*time.Hour))
	if after := s.read(wall, wall.Add(26*time.Hour)); !asUTC(before).Equal(wall) && asUTC(after).Equal(wall) {
		return after
	}
	return before
}

// read takes wall for a reading of the clock as it goes at a moment nearby.
func (s Schedule) read(wall, nearby time.Time) time.Time {
	_, offset := nearby.In(s.location).Zone()
	return wall.Add(-time.Duration(offset) * time.Second).In(s.location)
}
