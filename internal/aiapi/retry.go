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
	// maxRetryAfter is the longest wait that a server may ask for. A server that
	// asks for more is down; the sweep should report that and not hang.
	maxRetryAfter = 5 * time.Minute
)

// decide reports whether to repeat a try that failed with e, if left tries are
// left. The reason is a word for the metrics. Repeating a change is safe, because
// its target is a state and not a step.
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

// mayHaveApplied reports whether a request may have been carried out although it
// failed with e. It may have been if there was no readable answer, if a gateway
// timed out, or if the API failed, perhaps after the change. It was not carried
// out if it could not connect, was throttled (429), refused (4xx) or not accepted
// (503).
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

// backoff returns how long to wait before repetition n, which counts from 1. The
// wait is random, between half and all of a time that doubles with n. It is
// longer if the server asks for it.
func backoff(n int, asked time.Duration, random *rand.Rand) time.Duration {
	most := min(maxBackoff, firstBackoff<<min(n-1, 10))
	wait := most/2 + time.Duration(random.Int64N(int64(most/2)+1))
	return max(wait, asked)
}

// retryAfter reads a Retry-After header in both its forms, seconds and a date. It
// returns zero if there is none, if it cannot be read, or if it is in the past.
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
