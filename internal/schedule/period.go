package schedule

import "time"

// period is the time between two clock changes of a time zone.
type period struct {
	start, end time.Time     // zero: no change before or after
	offset     time.Duration // of the clock from UTC
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

// within returns the first slot of the period after the given moment, or zero if
// there is none. It also reports whether a later period can have one.
//
// Slots are times of the period's own clock. If the clock was set back at the
// start of the period, times that it shows for the second time are left out. If
// it was set forward, the skipped times are due at the moment at which the old
// clock would have shown them.
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

// read returns the first slot after the given moment on a clock with this offset,
// and whether there is one.
func (s Schedule) read(offset time.Duration, after time.Time) (time.Time, bool) {
	// UTC has no clock changes, so cron sees none.
	wall := s.cron.Next(after.UTC().Add(offset))
	if wall.IsZero() {
		return wall, false
	}
	return wall.Add(-offset), true
}
