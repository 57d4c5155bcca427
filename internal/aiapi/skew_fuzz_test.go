package aiapi

import (
	"net/http"
	"testing"
	"time"
)

// A readable Date gives the skew that it shows. Any other Date gives none.
func FuzzDate(f *testing.F) {
	for _, text := range []string{"Mon, 01 Jun 2026 12:00:30 GMT", "Monday, 01-Jun-26 12:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0000 00:00:00 GMT", "now", ""} {
		f.Add(text)
	}
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		x := exchange{resp: &http.Response{Header: http.Header{"Date": {text}}}, sent: now, received: now}
		skew, known := x.offset()
		date, err := http.ParseTime(text)
		if known != (err == nil) || !known && skew != 0 {
			t.Fatalf("%q moves the clock by %s, %v", text, skew, known)
		}
		if far := date.Sub(now).Abs(); known && (skew.Abs() < far-time.Second || skew > 0 != date.After(now) && far > time.Second) {
			t.Errorf("%q moves the clock by %s", text, skew)
		}
	})
}
