package aiapi

import (
	"net/http"
	"testing"
	"time"
)

// dated sets the Date of a handler's answers to the clock plus off.
func dated(clock **fakeClock, off time.Duration, h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", (*clock).Now().Add(off).UTC().Format(http.TimeFormat))
		h(w, r)
	}
}

func undated(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil // net/http adds none
		h(w, r)
	}
}

// The skew of a listing is the largest among its own answers.
func TestAListingHasItsOwnSkew(t *testing.T) {
	t.Parallel()
	var clock *fakeClock
	off := func(d time.Duration, h http.HandlerFunc) http.HandlerFunc { return dated(&clock, d, h) }
	tests := map[string]struct {
		count http.HandlerFunc
		pages []http.HandlerFunc
		want  time.Duration
		dated bool
	}{
		"none":                    {off(0, count(1)), []http.HandlerFunc{off(0, lists("e-01"))}, 0, true},
		"its count's":             {off(time.Hour, count(1)), []http.HandlerFunc{off(time.Minute, lists("e-01"))}, time.Hour, true},
		"a page's, of the past":   {off(time.Minute, count(2)), []http.HandlerFunc{off(0, lists("e-01", "e-02")), off(-time.Hour, lists("e-03"))}, -time.Hour, true},
		"no Date at all":          {undated(count(1)), []http.HandlerFunc{undated(lists("e-01"))}, 0, false},
		"a Date on one page only": {undated(count(1)), []http.HandlerFunc{off(time.Hour, lists("e-01"))}, time.Hour, true},
		"of a listing made anew":  {off(0, count(2)), []http.HandlerFunc{off(time.Hour, lists("e-01")), off(0, lists()), off(0, lists("e-01", "e-02")), off(0, lists())}, time.Hour, true},
		"of a try that failed":    {off(0, count(1)), []http.HandlerFunc{off(time.Hour, says(503, "")), off(0, lists("e-01"))}, time.Hour, true},
	}
	for name, test := range tests {
		var c *Client
		c, _, clock = dial(t, map[string][]http.HandlerFunc{countPath: {test.count}, listPath: test.pages, "/lm/meta": {off(24*time.Hour, says(200, `{}`))}})
		if _, err := c.Meta(t.Context()); err != nil { // the skew of another call does not count for the listing
			t.Fatal(err)
		}
		l, err := c.Executions.List(t.Context(), "g", ListOptions{})
		if err != nil || l.Dated != test.dated || (l.Skew-test.want).Abs() > time.Second {
			t.Errorf("%s: skew %s, %t, %v", name, l.Skew, l.Dated, err)
		}
	}
}

// The skew of a sweep is the median over all its answers, however many.
func TestTheWholeSweepCounts(t *testing.T) {
	t.Parallel()
	for _, late := range []int{10, 700, 20_000} {
		var m skewMeter
		for range late / 2 {
			m.observe(time.Second)
		}
		for range late/2 + late/10 {
			m.observe(time.Hour)
		}
		if skew, ok := m.median(); !ok || skew != time.Hour {
			t.Errorf("of %d answers: %s, %t", late, skew, ok)
		}
		if len(m.samples) > maxSamples {
			t.Errorf("%d samples are kept", len(m.samples))
		}
	}
}
