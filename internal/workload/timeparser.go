package workload

import (
	"bytes"
	"time"
)

// TimeParser reads many times, as ParseTimestamp reads one. The form that the API
// sends, whole or broken seconds in UTC, is read without time.Parse, which takes
// most of the time of decoding a listing; and a listing has many times of one day,
// so the day that was read last is not read again. The zero value is ready to use.
type TimeParser struct {
	day      [10]byte // as it is written
	midnight int64    // its beginning, in seconds since 1970
}

// Parse reads RFC 3339: zero for an empty text, Unreadable where it cannot.
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
	return Unreadable // the zero time and 1970 stand for "not set" in many programs
}

// withoutLeapSecond replaces second 60, which RFC 3339 allows and time.Parse does
// not, by 59; leap is what is then missing.
func withoutLeapSecond(text []byte) (replaced []byte, leap time.Duration) {
	const second = len("2006-01-02T15:04:")
	if len(text) < second+2 || string(text[second:second+2]) != "60" {
		return text, 0
	}
	copy(text[second:], "59")
	return text, time.Second
}

// parseUTC reads 2006-01-02T15:04:05Z with up to nine digits after the second.
// What it does not take, it leaves to time.Parse.
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

// parseDay reads 2006-01-02 as the seconds since 1970 at its beginning.
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

// two reads two digits. It is less than zero for anything else.
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

// fraction reads what stands between the second and the Z as nanoseconds.
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

// daysSince1970 counts days of the Gregorian calendar, with years that begin in
// March, so that the leap day is the last.
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return int64(365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - 719468)
}
