// Package schedule computes when a cron line is due. It knows daylight saving: a
// time of day that a clock change skips or repeats is due once.
package schedule

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule is a cron line or a fixed interval. The zero Schedule is never due.
type Schedule struct {
	text     string
	location *time.Location
	cron     cron.Schedule
	every    time.Duration // the interval of @every; 0 for a cron line
}

// Parse reads five cron fields, a word such as @hourly, or an interval such as
// @every 2s. Slots follow the clock of location. The error says what is wrong and
// what to write. An empty line is never due, and neither is a valid line for 30
// February; see Next.
func Parse(text string, location *time.Location) (Schedule, error) {
	if text == "" {
		return Schedule{}, nil
	}
	if interval, ok := strings.CutPrefix(text, "@every "); ok {
		every, err := parseInterval(interval)
		if err != nil {
			return Schedule{}, fmt.Errorf("%q is not a schedule: %w", text, err)
		}
		return Schedule{text: text, location: location, every: every}, nil
	}
	if strings.Contains(text, "TZ=") {
		return Schedule{}, fmt.Errorf("%q: the time zone is set once, by timezone", text)
	}
	parsed, err := cron.ParseStandard(text)
	if err != nil {
		return Schedule{}, fmt.Errorf("%q is not a schedule: %w: write five cron fields (minute hour day month weekday), such as \"15 3 * * *\", or @hourly, @daily, @every 30m", text, err)
	}
	return Schedule{text: text, location: location, cron: parsed}, nil
}

// String returns the line as written.
func (s Schedule) String() string { return s.text }

// Interval returns the interval of @every, 0 for a cron line.
func (s Schedule) Interval() time.Duration { return s.every }

// Next returns the first slot after the given moment, and false if there is none.
// Slots are at whole seconds. For @every the next slot is one interval later.
func (s Schedule) Next(after time.Time) (time.Time, bool) {
	switch {
	case s.every > 0:
		return after.Truncate(time.Second).Add(s.every), true
	case s.cron == nil:
		return time.Time{}, false
	}
	for p := periodAt(after, s.location); ; p = periodAt(p.end, s.location) {
		due, search := s.within(p, after)
		if !due.IsZero() {
			return due.In(s.location), true
		}
		if !search || p.end.IsZero() {
			return time.Time{}, false
		}
	}
}

// Latest returns the latest slot that is not after now, and false if there is
// none. For @every any second can be a slot, so it returns the current one.
func (s Schedule) Latest(now time.Time) (time.Time, bool) {
	if s.every > 0 {
		return now.Truncate(time.Second), true
	}
	low, ok := s.slotBefore(now)
	if !ok {
		return time.Time{}, false
	}
	// The slot sought is the latest second s for which Next(s-1) is not after
	// now.
	high := now.Unix()
	for low < high {
		middle := low + (high-low)/2
		if due, ever := s.Next(time.Unix(middle, 0)); ever && !due.After(now) {
			low = due.Unix()
		} else {
			high = middle
		}
	}
	return time.Unix(low, 0).In(s.location), true
}

// Prev returns the last slot before the given moment, and false if there is none.
// For @every it is one interval earlier.
func (s Schedule) Prev(before time.Time) (time.Time, bool) {
	if s.every > 0 {
		return before.Truncate(time.Second).Add(-s.every), true
	}
	return s.Latest(before.Add(-time.Nanosecond))
}

// longest is more than the time back to any slot: cron gives up on a line that is
// not due within five years.
const longest = 10 * 366 * 24 * time.Hour

// slotBefore returns any slot that is not after now, as a Unix time.
func (s Schedule) slotBefore(now time.Time) (int64, bool) {
	for back := time.Minute; back < 2*longest; back *= 2 {
		if due, ever := s.Next(now.Add(-back)); ever && !due.After(now) {
			return due.Unix(), true
		}
	}
	return 0, false
}
