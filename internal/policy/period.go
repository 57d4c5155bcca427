package policy

import "time"

// period names the stretch of the calendar that a time falls in: equal for times
// of one stretch.
type period func(t time.Time) int64

// hour is an hour as it passes: the hour that the autumn's clock change repeats
// counts twice.
func hour(t time.Time) int64 {
	_, offset := t.Zone()
	local := t.Unix() + int64(offset)
	return local - mod(local, 3600) - int64(offset)
}

func day(t time.Time) int64 { return int64(t.Year())*1000 + int64(t.YearDay()) }

// week is an ISO week, which belongs to the year that has its Thursday.
func week(t time.Time) int64 {
	y, w := t.ISOWeek()
	return int64(y)*100 + int64(w)
}

func month(t time.Time) int64 { return int64(t.Year())*100 + int64(t.Month()) }

func year(t time.Time) int64 { return int64(t.Year()) }

func mod(a, b int64) int64 { return (a%b + b) % b }

// quota lets the first comer of each period through, for as many periods as are
// left. It is asked from the newest time to the oldest.
type quota struct {
	reason Reason
	of     period
	left   int
	// The last two periods let through. Two, because a clock set back over
	// midnight leads from a day into the one before and back again.
	last, before int64
}

func (q *quota) admits(t time.Time) bool {
	if q.left == 0 {
		return false
	}
	p := q.of(t)
	if p == q.last || p == q.before {
		return false
	}
	q.last, q.before, q.left = p, q.last, q.left-1
	return true
}
