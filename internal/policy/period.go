package policy

import "time"

// period returns a number for the calendar period that contains t. It is equal
// for all times of one period.
type period func(t time.Time) int64

// hour returns the hour of t. The hour that is repeated in autumn counts as two.
func hour(t time.Time) int64 {
	_, offset := t.Zone()
	local := t.Unix() + int64(offset)
	return local - mod(local, 3600) - int64(offset)
}

func day(t time.Time) int64 { return int64(t.Year())*1000 + int64(t.YearDay()) }

// week returns the ISO week of t. It belongs to the year that contains its
// Thursday.
func week(t time.Time) int64 {
	y, w := t.ISOWeek()
	return int64(y)*100 + int64(w)
}

func month(t time.Time) int64 { return int64(t.Year())*100 + int64(t.Month()) }

func year(t time.Time) int64 { return int64(t.Year()) }

func mod(a, b int64) int64 { return (a%b + b) % b }
