package policy

import (
	"strconv"
	"strings"
	"time"
)

// Span is a duration that is written as in the config: 3d4h12m.
type Span time.Duration

// String returns the span in days, hours, minutes, seconds and milliseconds. It
// leaves out units that are 0; an empty span is 0s.
func (s Span) String() string { return spellSpan(time.Duration(s), units[:]) }

// spellSpan writes a duration in these units, largest first.
func spellSpan(rest time.Duration, units []unit) string {
	var b strings.Builder
	for _, u := range units {
		if n := rest / u.length; n != 0 {
			b.WriteString(strconv.FormatInt(int64(n), 10) + u.name)
			rest -= n * u.length
		}
	}
	if b.Len() == 0 {
		return "0s"
	}
	return b.String()
}

// MarshalText returns the text of String.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

type unit struct {
	name   string
	length time.Duration
}

var units = [...]unit{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond}}
