package policy

import (
	"strconv"
	"strings"
	"time"
)

// Span is a duration that spells itself as the config does: 3d4h12m.
type Span time.Duration

// String gives the span in days, hours, minutes, seconds and milliseconds,
// without those that are none; 0s for none at all.
func (s Span) String() string { return spellSpan(time.Duration(s), units[:]) }

// spellSpan spells a duration in these units, the largest first.
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

// MarshalText gives what String does.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

type unit struct {
	name   string
	length time.Duration
}

var units = [...]unit{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond}}
