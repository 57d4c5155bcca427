package process

import (
	"strconv"
	"time"
)

// Number returns a number for people: 1,000,000.
func Number(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Time returns a duration in ms, or in s if it is at least a second.
func Time(d time.Duration) string {
	if d < time.Second {
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', 2, 64) + " s"
}

// MiB returns a number of bytes in MiB.
func MiB(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// Runs says of how many runs a figure is the median.
func Runs(n int) string {
	if n == 1 {
		return "One run each"
	}
	return "Medians of " + strconv.Itoa(n) + " runs each"
}
