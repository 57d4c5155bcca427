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
	Credentials credentials.Source // required

	Timeout           time.Duration // of one request; default 30 s
	PageSize          int           // $top, 1 to 100,000; default 5,000
	RequestsPerSecond float64       // over all calls; 0: no limit
	Retries           int           // after the first try; 0: none

	Now   func() time.Time                                 // default time.Now
	Sleep func(ctx context.Context, d time.Duration) error // default a timer; returns early with ctx's error
	Rand  *rand.Rand                                       // for jitter; default seeded at random

	// OnRequest is called after every try, OnRetry before every repetition. Both
	// may be nil. They must be safe for concurrent use.
	OnRequest func(Request)
	OnRetry   func(endpoint, reason string)

	// Transport sends the requests. The default is a new transport that keeps
	// connections open.
	Transport http.RoundTripper
	UserAgent string
}

// Request is one try of one call, for metrics and debug logs.
type Request struct {
	Endpoint string        // the path template, such as /lm/executions/{id}
	Method   string        // GET, PATCH…
	Code     int           // the HTTP status; 0: no answer
	Duration time.Duration // until the answer's header, or the failure
	Group    string        // the resource group of the call, "" if none
	Err      error         // why there was no answer
}
