package aiapi

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

func TestDecide(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  Error
		want string // the reason; "": not repeated
	}{
		"throttled":                                  {Error{Status: 429}, "throttled"},
		"throttled for a while":                      {Error{Status: 429, RetryAfter: time.Minute}, "throttled"},
		"throttled for longer than anyone waits":     {Error{Status: 429, RetryAfter: time.Hour}, ""},
		"an internal error":                          {Error{Status: 500}, "unavailable"},
		"a gateway's answers":                        {Error{Status: 502}, "unavailable"},
		"unavailable":                                {Error{Status: 503}, "unavailable"},
		"a gateway's patience":                       {Error{Status: 504}, "unavailable"},
		"no answer":                                  {Error{Err: errors.New("connection reset")}, "network"},
		"a bad request":                              {Error{Status: 400}, ""},
		"a token turned away, which is renewed once": {Error{Status: 401}, ""},
		"no right":                                   {Error{Status: 403}, ""},
		"no such thing":                              {Error{Status: 404}, ""},
		"no such call":                               {Error{Status: 405}, ""},
		"a conflict":                                 {Error{Status: 409}, ""},
		"a state that does not allow it":             {Error{Status: 412}, ""},
		"no such call at all":                        {Error{Status: 501}, ""},
		"a web page in place of JSON":                {Error{Status: 200, Err: page.ErrFormat}, ""},
	}
	for name, test := range tests {
		reason, ok := decide(&test.err, 1)
		if ok != (test.want != "") || ok && reason != test.want {
			t.Errorf("%s: %q, %v, want %q", name, reason, ok, test.want)
		}
		if _, ok := decide(&test.err, 0); ok {
			t.Errorf("%s: it is tried again though no try is left", name)
		}
	}
}

func TestBackoffGrowsWithinItsBounds(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 100; n++ {
		most := min(maxBackoff, firstBackoff<<min(n-1, 10))
		if wait := backoff(n, 0, random); wait < most/2 || wait > most {
			t.Errorf("try %d waits %s, of %s", n, wait, most)
		}
	}
	if wait := backoff(1, time.Minute, random); wait != time.Minute {
		t.Errorf("the server asked for a minute, it is %s", wait)
	}
}

func TestRetryAfterInBothItsForms(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, " 1.5 ": 1500 * time.Millisecond, "-3": 0, "soon": 0, "NaN": 0, "1e300": 0,
		"Mon, 01 Jun 2026 12:00:30 GMT": 30 * time.Second, "Mon, 01 Jun 2026 11:00:00 GMT": 0,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("%q is %s, want %s", value, got, want)
		}
	}
}
