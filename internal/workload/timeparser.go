package workload

import (
	"bytes"
	"time"
)

// TimeParser reads many times quickly; ParseTimestamp reads one. The API sends
// UTC times, with or without fractions of a second. TimeParser reads this form
// itself, because time.Parse would take most of the time needed to decode a
// listing. Many times in a listing are of the same day, so it remembers the last
// day. The zero value is ready to use.
type TimeParser struct {
	day      [10]byte // as written
	midnight int64    // the beginning of that day, in seconds since 1970
}

// Parse reads RFC 3339. It returns zero for an empty text and Unreadable for any
// other text.
func (p *TimeParser) Parse(text []byte) Timestamp {
	if t, ok := p.parseUTC(text); ok && t != 0 {
		return t
	}
	if len(text) == 0 {
		return 0
	}
	text, leap := withoutLeapSecond(bytes.ToUpper(text)) // RFC 3339 allows t and z
	parsed, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return Unreadable
	}
	if t := At(parsed.Add(leap)); t != 0 {
		return t
	}
	return Unreadable // many programs write the zero time or 1970 for "not set"
}

// withoutLeapSecond replaces second 60 by 59, because RFC 3339 allows 60 and
// time.Parse does not. The caller must add leap to the parsed time.
func withoutLeapSecond(text []byte) (replaced []byte, leap time.Duration) {
	const second = len("2006-01-02T15:04:")
	if len(text) < second+2 || string(text[second:second+2]) != "60" {
		return text, 0
	}
	copy(text[second:], "59")
	return text, time.Second
}

// parseUTC reads 2006-01-02T15:04:05Z with up to nine digits after the second. It
// reports false for any other text, which time.Parse may still read.
func (p *TimeParser) parseUTC(b []byte) (Timestamp, bool) {
	if len(b) < 20 || b[10] != 'T' || b[13] != ':' || b[16] != ':' || b[len(b)-1] != 'Z' {
		return 0, false
	}
	if day := [10]byte(b); day != p.day {
		midnight, ok := parseDay(b[:10])
		if !ok {
			return 0, false
		}
		p.day, p.midnight = day, midnight
	}
	hour, minute, second := two(b[11], b[12]), two(b[14], b[15]), two(b[17], b[18])
	nanos, ok := fraction(b[19 : len(b)-1])
	if !ok || hour|minute|second < 0 || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	return Timestamp((p.midnight+int64((hour*60+minute)*60+second))*1e9 + int64(nanos)), true
}

// parseDay reads 2006-01-02 and returns the beginning of that day in seconds
// since 1970.
func parseDay(b []byte) (midnight int64, ok bool) {
	century, year, month, day := two(b[0], b[1]), two(b[2], b[3]), two(b[5], b[6]), two(b[8], b[9])
	if b[4] != '-' || b[7] != '-' || century|year|month|day < 0 {
		return 0, false
	}
	year += 100 * century
	if year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	return daysSince1970(year, month, day) * 24 * 60 * 60, true
}

// two reads two digits. It returns a negative number for anything else.
func two(tens, ones byte) int {
	tens, ones = tens-'0', ones-'0'
	if tens > 9 || ones > 9 {
		return -1
	}
	return 10*int(tens) + int(ones)
}

func digits(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// fraction reads the fraction between the second and the Z as nanoseconds.
func fraction(b []byte) (int, bool) {
	if len(b) == 0 {
		return 0, true
	}
	n, ok := digits(b[1:])
	if b[0] != '.' || len(b) == 1 || len(b) > 10 || !ok {
		return 0, false
	}
	for range 10 - len(b) {
		n *= 10
	}
	return n, true
}

func daysIn(year, month int) int {
	switch {
	case month == 2 && (year%4 != 0 || year%100 == 0 && year%400 != 0):
		return 28
	case month == 2:
		return 29
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}

// daysSince1970 counts days of the Gregorian calendar. Its years begin in March,
// so that the leap day is the last day of a year.
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return int64(365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - 719468)
}
