package workload

import (
	"math"
	"time"
)

// Timestamp is a moment in nanoseconds since 1970 in UTC. Zero means that the
// time is missing or null.
type Timestamp int64

// Unreadable is a time that is given but cannot be read: it is not RFC 3339,
// before 1678, or the first moment of 1970. Latest is every time after 2261,
// which does not fit into 64 bits of nanoseconds.
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

// Time returns t as a UTC time, or the zero time if t is missing or unreadable.
func (t Timestamp) Time() time.Time {
	if !t.Readable() {
		return time.Time{}
	}
	return time.Unix(0, int64(t)).UTC()
}

// IsZero reports whether the time is missing.
func (t Timestamp) IsZero() bool { return t == 0 }

// Readable reports whether the time is given and could be read.
func (t Timestamp) Readable() bool { return t != 0 && t != Unreadable }

// Sub returns how long t is after u. Both must be readable. A difference of more
// than 292 years becomes the longest duration.
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

// MarshalText writes the time as RFC 3339. ParseTimestamp reads the same
// Timestamp from it.
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

// ParseTimestamp reads RFC 3339. It returns zero for an empty text and Unreadable
// for a text that it cannot read.
func ParseTimestamp(text []byte) Timestamp { return new(TimeParser).Parse(text) }
