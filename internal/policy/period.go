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
