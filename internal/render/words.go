package render

import (
	"fmt"
	"strings"
	"time"
)

// Thousands returns 1234567 as 1,234,567.
func Thousands(n int) string {
	s := fmt.Sprint(n)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Plural returns a number with its word: 1 policy, 2 policies.
func Plural(n int, word string) string {
	switch {
	case n == 1:
		return "1 " + word
	case strings.HasSuffix(word, "y"):
		return Thousands(n) + " " + strings.TrimSuffix(word, "y") + "ies"
	}
	return Thousands(n) + " " + word + "s"
}

// Duration returns a duration in its two largest units: 76d 4h.
func Duration(d time.Duration) string {
	if d < 0 {
		return "-" + Duration(d.Abs())
	}
	units := []struct {
		name string
		size time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}
	for i, u := range units[:len(units)-1] {
		if d >= u.size {
			next := units[i+1]
			return twoUnits(int(d/u.size), u.name, int(d%u.size/next.size), next.name)
		}
	}
	return fmt.Sprintf("%ds", int(d.Seconds()))
}

// twoUnits returns one or two units. It leaves out a second unit of 0.
func twoUnits(n int, unit string, m int, next string) string {
	if m == 0 {
		return fmt.Sprintf("%d%s", n, unit)
	}
	return fmt.Sprintf("%d%s %d%s", n, unit, m, next)
}
