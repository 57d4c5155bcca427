package workload

import (
	"math"
	"time"
)

// Timestamp is a moment in nanoseconds since 1970 in UTC. Zero stands for a time
// that is missing or null.
type Timestamp int64

// Unreadable stands for a time that is there and cannot be read: not RFC 3339,
// before 1678, or the very beginning of 1970. Latest stands for every time after
// 2261, which nanoseconds cannot count.
const (
	Unreadable Timestamp = math.MinInt64
	Latest     Timestamp = math.MaxInt64
)

// At returns the Timestamp of t: zero for the zero time, Unreadable before 1678,
// Latest after 2261.
func At(t time.Time) Timestamp {
	switch y := t.Year(); {
	case t.IsZero():
		return 0
	case y < 1678:
		return Unreadable
	case y > 2261:
		return Latest
	}
	return Timestamp(t.UnixNano())
}

// Time returns t as a UTC time; the zero time where t is missing or unreadable.
func (t Timestamp) Time() time.Time {
	if !t.Readable() {
		return time.Time{}
	}
	return time.Unix(0, int64(t)).UTC()
}

// IsZero reports whether there is no time.
func (t Timestamp) IsZero() bool { return t == 0 }

// Readable reports whether there is a time, and it can be read.
func (t Timestamp) Readable() bool { return t != 0 && t != Unreadable }

// Sub returns how long t is after u, and the longest duration where 292 years do
// not hold it. Both must be readable.
func (t Timestamp) Sub(u Timestamp) time.Duration {
	d := t - u
	switch {
	case t > u && d < 0:
		return math.MaxInt64
	case t < u && d > 0:
		return math.MinInt64
	}
	return time.Duration(d)
}

// MarshalText writes the time as RFC 3339, such that ParseTimestamp reads the
// same Timestamp from it.
func (t Timestamp) MarshalText() ([]byte, error) {
	switch t {
	case 0:
		return nil, nil
	case Unreadable:
		return []byte("unreadable"), nil
	case Latest:
		return []byte("9999-12-31T23:59:59Z"), nil
	}
	return t.Time().AppendFormat(nil, time.RFC3339Nano), nil
}

// ParseTimestamp reads RFC 3339: zero for an empty text, Unreadable where it
// cannot.
func ParseTimestamp(text []byte) Timestamp { return new(TimeParser).Parse(text) }
