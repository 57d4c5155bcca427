package aiapi

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
)

// Client calls the AI API of one tenant. It is safe for concurrent use.
type Client struct {
	// Executions has the calls on executions.
	Executions Collection

	options     Options
	credentials credentials.Source
	transport   http.RoundTripper
	now         func() time.Time
	sleep       func(context.Context, time.Duration) error
	limiter     *limiter
	tokens      *tokens
	skew        skewMeter

	askAPI, askTokenHost func(context.Context, *call) error // see chain

	randomMu sync.Mutex
	random   *rand.Rand
}

// New returns a client. It sends nothing yet. The error is about the options.
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
	c.tokens = &tokens{client: c, turn: newTurn()}
	c.Executions = Collection{c, executionsEndpoint}
	c.chain()
	return c, nil
}

// Authenticate gets a token, so that bad credentials are found before anything
// else is tried. It also starts a new measurement of Skew. The error is that of
// the credentials' source, or an *Error whose Endpoint is TokenEndpoint.
func (c *Client) Authenticate(ctx context.Context) error {
	c.skew.reset()
	return c.CheckToken(ctx)
}

// CheckToken gets a token unless the current one is still valid for a while. The
// errors are those of Authenticate.
func (c *Client) CheckToken(ctx context.Context) error {
	_, err := c.tokens.get(ctx)
	return err
}

// Close closes idle connections. The client can still be used; it then opens new
// ones.
func (c *Client) Close() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// Used returns the credentials with which the current token was fetched, or the
// zero value before Authenticate.
func (c *Client) Used() credentials.Credentials {
	_ = c.tokens.turn.take(context.Background())
	defer c.tokens.turn.give()
	return c.tokens.used
}

// CertificateExpiry returns when the client certificate in use expires, and false
// if there is none.
func (c *Client) CertificateExpiry() (time.Time, bool) {
	_ = c.tokens.turn.take(context.Background())
	defer c.tokens.turn.give()
	return c.tokens.expiry, !c.tokens.expiry.IsZero()
}

func (c *Client) backoff(n int, asked time.Duration) time.Duration {
	c.randomMu.Lock()
	defer c.randomMu.Unlock()
	return backoff(n, asked, c.random)
}
