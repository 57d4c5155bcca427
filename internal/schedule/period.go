package schedule

import "time"

// period is the time between two changes of a zone's clock.
type period struct {
	start, end time.Time     // zero: there is no change before, or after
	offset     time.Duration // of the clock, to UTC
	before     time.Duration // of the clock before start
}

func periodAt(t time.Time, location *time.Location) period {
	t = t.In(location)
	start, end := t.ZoneBounds()
	p := period{start: start, end: end, offset: offset(t)}
	p.before = p.offset
	if !start.IsZero() {
		p.before = offset(start.Add(-time.Nanosecond))
	}
	return p
}

func offset(t time.Time) time.Duration {
	_, seconds := t.Zone()
	return time.Duration(seconds) * time.Second
}

// within returns the first slot of a period that is after a moment, zero where
// there is none. It reports whether a later period can hold one.
//
// Slots are read off the period's own clock. Where that clock was put back, what
// it reads for the second time is left out. Where it was put forward, what it
// skipped is due as much later as it jumped: when the clock before would have
// read it.
func (s Schedule) within(p period, after time.Time) (due time.Time, search bool) {
	if !p.start.IsZero() && after.Before(p.start) {
		after = p.start.Add(-time.Nanosecond)
	}
	from := after
	if repeated := p.start.Add(p.before - p.offset); p.before > p.offset && after.Before(repeated) {
		from = repeated.Add(-time.Nanosecond)
	}
	due, search = s.read(p.offset, from)
	if p.before < p.offset {
		skipped, _ := s.read(p.before, after)
		if skipped.Before(p.start.Add(p.offset-p.before)) && !skipped.IsZero() && (due.IsZero() || skipped.Before(due)) {
			due = skipped
		}
	}
	if !p.end.IsZero() && !due.Before(p.end) {
		due = time.Time{}
	}
	return due, search
}

// read returns the first slot after a moment that a clock with this offset
// reads, and whether there is one.
func (s Schedule) read(offset time.Duration, after time.Time) (time.Time, bool) {
	// The calendar is walked in UTC, which has no jumps.
	wall := s.cron.Next(after.UTC().Add(offset))
	if wall.IsZero() {
		return wall, false
	}
	return wall.Add(-offset), true
}
