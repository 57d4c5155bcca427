package aiapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestRequestsAreSpacedOut(t *testing.T) {
	t.Parallel()
	clock := &fakeClock{now: time.Unix(1e9, 0)}
	l := newLimiter(4, clock.Now, clock.Sleep)
	begun := clock.Now()
	for range 9 {
		if err := l.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if took := clock.Now().Sub(begun); took != 2*time.Second {
		t.Errorf("nine requests at four a second took %s", took)
	}
	l.throttled(time.Minute)
	if err := l.wait(t.Context()); err != nil || clock.Now().Sub(begun) < time.Minute {
		t.Errorf("held back until %s, %v", clock.Now().Sub(begun), err)
	}
	if pace := l.pace(); pace != 500*time.Millisecond {
		t.Errorf("after a 429 the pace is %s", pace)
	}
	for range 100 {
		l.answered()
	}
	if pace := l.pace(); pace != 250*time.Millisecond {
		t.Errorf("after a hundred answers the pace is %s", pace)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.wait(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that was called off: %v", err)
	}
}

// No call waits longer than maxRetryAfter. A longer pause holds back no other
// resource group either: the server is down, and the sweep should say so.
func TestAPauseThatNoCallWaitsForIsNotTaken(t *testing.T) {
	t.Parallel()
	for asked, want := range map[time.Duration]time.Duration{
		maxRetryAfter: maxRetryAfter, maxRetryAfter + 1: 0, 999_999 * time.Second: 0,
	} {
		clock := &fakeClock{now: time.Unix(1e9, 0)}
		l := newLimiter(4, clock.Now, clock.Sleep)
		begun := clock.Now()
		l.throttled(asked)
		if err := l.wait(t.Context()); err != nil || clock.Now().Sub(begun) != want {
			t.Errorf("asked for %s, it waits %s, %v", asked, clock.Now().Sub(begun), err)
		}
		if l.pace() != 500*time.Millisecond {
			t.Errorf("asked for %s, the pace is %s", asked, l.pace())
		}
	}
}

func TestSkewIsTheMedianOfWhatAnswersSay(t *testing.T) {
	t.Parallel()
	ahead := []time.Duration{time.Hour, time.Hour, -48 * time.Hour} // the last Date is of a gateway with a wrong clock
	var clock *fakeClock
	n := 0
	meta := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", clock.Now().Add(ahead[n]).UTC().Format(http.TimeFormat))
		n++
		says(200, `{"aiApi":{}}`)(w, r)
	}
	c, _, clock := dial(t, map[string][]http.HandlerFunc{"/lm/meta": {meta}})
	if _, ok := c.Skew(); ok {
		t.Error("there is a skew before any answer")
	}
	for range ahead {
		if _, err := c.Meta(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if skew, ok := c.Skew(); !ok || skew < time.Hour || skew > time.Hour+time.Second {
		t.Errorf("skew %s, %v", skew, ok)
	}
	if err := c.Authenticate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Skew(); ok {
		t.Error("the skew of the sweep before is left")
	}
}

func TestAChangeOnItsWayIsAnsweredThoughTheSweepEnds(t *testing.T) {
	t.Parallel()
	arrived, released := make(chan struct{}), make(chan struct{})
	slowly := func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-released
		says(202, `{"executions":[{"id":"e-01","message":"ok"}]}`)(w, r)
	}
	c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath: {slowly}})
	ctx, cancel := context.WithCancel(t.Context())
	var sweep sync.WaitGroup
	sweep.Go(func() {
		items, err := c.Executions.Modify(ctx, "g", []Change{{"e-01", workload.Deleted}})
		if err != nil || len(items) != 1 || items[0].Err != nil {
			t.Errorf("%+v, %v", items, err)
		}
		if _, err := c.Executions.Modify(ctx, "g", []Change{{"e-02", workload.Deleted}}); !errors.Is(err, context.Canceled) {
			t.Errorf("the next one: %v", err)
		}
	})
	<-arrived
	cancel()
	close(released)
	sweep.Wait()
}

func TestAServerThatDoesNotAnswerIsGivenUp(t *testing.T) {
	t.Parallel()
	never := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	c, s, _ := dial(t, map[string][]http.HandlerFunc{"/lm/meta": {never}})
	if err := c.Authenticate(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.options.Timeout = 50 * time.Millisecond
	_, err := c.Meta(t.Context())
	if err == nil || !strings.Contains(err.Error(), "no answer within api.timeout (50ms)") || s.count("/lm/meta") > 4 {
		t.Errorf("after %d tries: %v", s.count("/lm/meta"), err)
	}
}

func TestEveryTryIsToldOf(t *testing.T) {
	t.Parallel()
	c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath + "/e-01": {cut, says(503, ""), says(429, ""), says(202, "")}})
	var codes []int
	var reasons []string
	c.options.OnRequest = func(r Request) {
		if r.Endpoint == executionEndpoint && r.Group == "g" && (r.Err != nil) == (r.Code == 0) {
			codes = append(codes, r.Code)
		}
	}
	c.options.OnRetry = func(_, reason string) { reasons = append(reasons, reason) }
	if err := c.Executions.Stop(t.Context(), "g", "e-01"); err != nil { // a GET would be repeated by the transport, too
		t.Fatal(err)
	}
	if len(codes) != 4 || codes[0] != 0 || codes[1] != 503 || codes[2] != 429 || codes[3] != 202 {
		t.Errorf("codes %v", codes)
	}
	if got := strings.Join(reasons, ", "); got != "network, unavailable, throttled" {
		t.Errorf("retries %s", got)
	}
}

// A call is not sent with a token that expired while the call waited for the
// limiter.
func TestATokenIsTakenAfterTheWait(t *testing.T) {
	t.Parallel()
	n := 0
	granting := func(w http.ResponseWriter, r *http.Request) {
		n++
		says(200, fmt.Sprintf(`{"access_token":"token-%d","expires_in":10}`, n))(w, r)
	}
	throttle := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	var sent []string
	meta := func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.Header.Get("Authorization"))
		says(200, `{}`)(w, r)
	}
	c, _, clock := dial(t, map[string][]http.HandlerFunc{"/oauth/token": {granting}, "/lm/meta": {throttle, meta}})
	c.options.Retries = 0
	if _, err := c.Meta(t.Context()); Status(err) != http.StatusTooManyRequests {
		t.Fatal(err)
	}
	begun := clock.Now()
	if _, err := c.Meta(t.Context()); err != nil { // the limiter lets it go a minute later
		t.Fatal(err)
	}
	if waited := clock.Now().Sub(begun); waited < 50*time.Second || len(sent) != 1 || sent[0] != "Bearer token-2" {
		t.Errorf("after %s sent with %q", waited, sent)
	}
}
