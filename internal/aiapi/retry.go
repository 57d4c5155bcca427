package aiapi

import (
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 30 * time.Second
	// maxRetryAfter is the longest wait that a server is granted: one that asks
	// for more is down, and the sweep should say so rather than hang.
	maxRetryAfter = 5 * time.Minute
)

// decide reports whether a try that failed with e is repeated, with so many tries
// left, and why, in a word for the metrics. A change may be sent twice: both
// targets are states, not steps.
func decide(e *Error, left int) (reason string, again bool) {
	switch e.Status {
	case http.StatusTooManyRequests:
		reason = "throttled"
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable,
		http.StatusGatewayTimeout, http.StatusRequestTimeout:
		reason = "unavailable"
	case 0:
		reason = "network"
	default:
		return "", false
	}
	return reason, left > 0 && e.RetryAfter <= maxRetryAfter
}

// mayHaveApplied reports whether a request may have been carried out although this
// came of it: there was no answer, or none that can be read, a gateway lost
// patience, or the API failed, perhaps on the way. A request that could not even
// connect, was throttled (429), turned away (4xx) or not taken on (503) was not.
func mayHaveApplied(e *Error) bool {
	switch e.Status {
	case 0:
		dial, ok := errors.AsType[*net.OpError](e.Err)
		return !ok || dial.Op != "dial"
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		return true
	}
	return e.Status < 300
}

// backoff returns how long to wait before try n (1 is the first repetition):
// between half and all of a time that doubles, or longer where the server asks for
// it.
func backoff(n int, asked time.Duration, random *rand.Rand) time.Duration {
	most := min(maxBackoff, firstBackoff<<min(n-1, 10))
	wait := most/2 + time.Duration(random.Int64N(int64(most/2)+1))
	return max(wait, asked)
}

// retryAfter reads a Retry-After header in both its forms, seconds and a date;
// zero where there is none to read, or one in the past.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if seconds > 0 && seconds < 1e9 {
			return time.Duration(seconds * float64(time.Second))
		}
		return 0
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
