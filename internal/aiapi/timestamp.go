package aiapi

import "time"

// Timestamp is a moment in nanoseconds since 1970 in UTC. Zero stands for a
// time that is missing, null or not readable as RFC 3339.
type Timestamp int64

// At returns the Timestamp of t; zero for the zero time and for years that
// nanoseconds cannot count (before 1678, after 2261).
func At(t time.Time) Timestamp {
	if y := t.Year(); y < 1678 || y > 2261 {
		return 0
	}
	return Timestamp(t.UnixNano())
}

// Time returns t as a UTC time; the zero time where t is zero.
func (t Timestamp) Time() time.Time {
	if t == 0 {
		return time.Time{}
	}
	return time.Unix(0, int64(t)).UTC()
}

// IsZero tells whether there is no readable time.
func (t Timestamp) IsZero() bool { return t == 0 }

// Sub returns how long t is after u.
func (t Timestamp) Sub(u Timestamp) time.Duration { return time.Duration(t - u) }

// parseTimestamp reads RFC 3339; zero where it cannot. The form that the API
// sends, whole or broken seconds in UTC, is read without time.Parse, which takes
// most of the time of decoding a listing.
func parseTimestamp(text []byte) Timestamp {
	if t, ok := parseUTC(text); ok {
		return t
	}
	t, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return 0
	}
	return At(t)
}

// parseUTC reads 2006-01-02T15:04:05Z with up to nine digits after the second.
// What it does not take, it leaves to time.Parse.
func parseUTC(b []byte) (Timestamp, bool) {
	if len(b) < 20 || b[4] != '-' || b[7] != '-' || b[10] != 'T' || b[13] != ':' || b[16] != ':' || b[len(b)-1] != 'Z' {
		return 0, false
	}
	century, year, month, day := two(b[0], b[1]), two(b[2], b[3]), two(b[5], b[6]), two(b[8], b[9])
	hour, minute, second := two(b[11], b[12]), two(b[14], b[15]), two(b[17], b[18])
	nanos, ok := fraction(b[19 : len(b)-1])
	if !ok || century|year|month|day|hour|minute|second < 0 {
		return 0, false
	}
	year += 100 * century
	if year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	seconds := ((daysSince1970(year, month, day)*24+int64(hour))*60+int64(minute))*60 + int64(second)
	return Timestamp(seconds*1e9 + int64(nanos)), true
}

// two reads two digits; less than zero where they are none.
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
