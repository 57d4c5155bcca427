package aiapi

import (
	"context"
	"sync"
	"time"
)

// limiter spaces requests out evenly, over all resource groups. It slows down
// when the server throttles and recovers as answers come.
type limiter struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu       sync.Mutex
	interval time.Duration // between requests as configured; 0: no limit
	factor   float64       // how much slower than that, 1 or more
	next     time.Time     // when the next request may go
	held     time.Time     // no request before: the server asked to be left alone
}

// The limiter halves its pace on a 429, down to a sixteenth, and gets 5 % of it
// back with each other answer. Where no limit is configured it starts from
// slowPace.
const (
	slowest  = 16
	recovery = 0.95
	slowPace = 50 * time.Millisecond
)

func newLimiter(perSecond float64, now func() time.Time, sleep func(context.Context, time.Duration) error) *limiter {
	l := &limiter{now: now, sleep: sleep, factor: 1}
	if perSecond > 0 {
		l.interval = time.Duration(float64(time.Second) / perSecond)
	}
	return l
}

// wait waits until the next request may go. The error is ctx's.
func (l *limiter) wait(ctx context.Context) error {
	for {
		d := l.reserve()
		if d <= 0 {
			return ctx.Err()
		}
		if err := l.sleep(ctx, d); err != nil {
			return err
		}
	}
}

// reserve takes the next slot if it is due. Else it returns how long to wait before
// asking again.
func (l *limiter) reserve() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	at := l.next
	if l.held.After(at) {
		at = l.held
	}
	if d := at.Sub(now); d > 0 {
		return d
	}
	l.next = now.Add(l.pace()) // what was not used is not saved up
	return 0
}

func (l *limiter) pace() time.Duration {
	if l.factor > 1 {
		return time.Duration(l.factor * float64(max(l.interval, slowPace)))
	}
	return l.interval
}

// answered takes note of any answer but a 429.
func (l *limiter) answered() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.factor = max(1, l.factor*recovery)
}

// throttled takes note of a 429: all resource groups hold back for as long as
// the server asked, and go slower afterwards.
func (l *limiter) throttled(retryAfter time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.factor = min(slowest, 2*l.factor)
	if until := l.now().Add(min(retryAfter, maxRetryAfter)); until.After(l.held) {
		l.held = until
	}
}
