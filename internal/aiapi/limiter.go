package aiapi

import (
	"context"
	"sync"
	"time"
)

// limiter spaces out the requests of all resource groups evenly. It slows down
// when the server throttles and recovers with each other answer.
type limiter struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu       sync.Mutex
	interval time.Duration // between requests as configured; 0: no limit
	factor   float64       // the present interval is factor times the configured one; 1 or more
	next     time.Time     // when the next request may go
	held     time.Time     // no request before this time: the server asked for a pause
}

// On a 429 the limiter halves its pace, down to a sixteenth. With each other
// answer the interval shrinks by 5 % again. If no limit is configured, slowPace
// is the interval to start from.
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

// reserve takes the next slot if it is due. Otherwise it returns how long to wait
// before the next try.
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
	l.next = now.Add(l.pace()) // unused slots are not saved up
	return 0
}

func (l *limiter) pace() time.Duration {
	if l.factor > 1 {
		return time.Duration(l.factor * float64(max(l.interval, slowPace)))
	}
	return l.interval
}

// answered records an answer that is not 429.
func (l *limiter) answered() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.factor = max(1, l.factor*recovery)
}

// throttled records a 429. All resource groups then wait as long as the server
// asked, and go slower afterwards. If the server asks for more than maxRetryAfter,
// they do not wait: no call is repeated after such a pause, and holding back the
// others would only delay the report that the server is down.
func (l *limiter) throttled(retryAfter time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.factor = min(slowest, 2*l.factor)
	if retryAfter > maxRetryAfter {
		return
	}
	if until := l.now().Add(retryAfter); until.After(l.held) {
		l.held = until
	}
}
