package aiapi

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
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

// Client calls the AI API of one tenant. It is safe for concurrent use.
type Client struct {
	options     Options
	credentials credentials.Source
	transport   http.RoundTripper
	now         func() time.Time
	sleep       func(context.Context, time.Duration) error
	limiter     *limiter
	tokens      *tokens
	skew        skewMeter

	randomMu sync.Mutex
	random   *rand.Rand
}

// New makes a client. It sends nothing yet; the error is of the options.
func New(o Options) (*Client, error) {
	if o.Credentials == nil {
		return nil, errors.New("a client needs credentials")
	}
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.PageSize = cmp.Or(o.PageSize, 5000)
	o.UserAgent = cmp.Or(o.UserAgent, "aicore-reaper")
	c := &Client{options: o, credentials: o.Credentials, transport: o.Transport, now: o.Now, sleep: o.Sleep, random: o.Rand}
	if c.transport == nil {
		c.transport = defaultTransport()
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.sleep == nil {
		c.sleep = Sleep
	}
	if c.random == nil {
		c.random = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	c.limiter = newLimiter(o.RequestsPerSecond, c.now, c.sleep)
	c.tokens = &tokens{client: c}
	return c, nil
}

// defaultTransport keeps connections open between requests, speaks HTTP/2 where
// the server does, and asks for gzip.
func defaultTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   32,
		ReadBufferSize:        32 << 10, // a page is large: fewer, longer reads
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// Sleep waits for d, or until ctx ends, whose error it then returns.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Authenticate gets a token, so that credentials that are refused are found
// before anything else is tried, and begins to measure Skew anew. The error is
// that of the credentials' source, or an *Error whose Endpoint is TokenEndpoint.
func (c *Client) Authenticate(ctx context.Context) error {
	c.skew.reset()
	return c.CheckToken(ctx)
}

// CheckToken sees to it that there is a token that is good for a while. The
// errors are those of Authenticate.
func (c *Client) CheckToken(ctx context.Context) error {
	_, err := c.tokens.get(ctx)
	return err
}

// Close closes the connections that are open and idle. The client can still be
// used, and opens new ones.
func (c *Client) Close() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// Used returns the credentials of the token in use; the zero value before
// Authenticate.
func (c *Client) Used() credentials.Credentials {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	return c.tokens.used
}

// CertificateExpiry is the end of the client certificate in use, false where
// there is none.
func (c *Client) CertificateExpiry() (time.Time, bool) {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	return c.tokens.expiry, !c.tokens.expiry.IsZero()
}

func (c *Client) backoff(n int, asked time.Duration) time.Duration {
	c.randomMu.Lock()
	defer c.randomMu.Unlock()
	return backoff(n, asked, c.random)
}
