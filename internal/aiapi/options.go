package aiapi

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
)

// Options say how a Client calls the API. The zero value of a field means its default.
type Options struct {
	Credentials credentials.Source // where the credentials come from; required

	Timeout           time.Duration // of one request; default 30 s
	PageSize          int           // $top, 1 to 100,000; default 5,000
	RequestsPerSecond float64       // over all calls; 0: no limit
	Retries           int           // after the first try; 0: none

	Now   func() time.Time                                 // default time.Now
	Sleep func(ctx context.Context, d time.Duration) error // default a timer; returns early with ctx's error
	Rand  *rand.Rand                                       // for jitter; default seeded at random

	// OnRequest is told of every try, OnRetry of every repetition. Both may be nil
	// and must be safe for concurrent use.
	OnRequest func(Request)
	OnRetry   func(endpoint, reason string)

	// Transport carries the requests; default a keep-alive transport of its own.
	Transport http.RoundTripper
	UserAgent string
}

// Request is one try of one call, for metrics and debug logs.
type Request struct {
	Endpoint string        // the path template, such as /lm/executions/{id}
	Method   string        // GET, PATCH…
	Code     int           // the HTTP status; 0: no answer
	Duration time.Duration // until the answer's header, or the failure
	Group    string        // the resource group it was for, "" for none
	Err      error         // why there was no answer
}
