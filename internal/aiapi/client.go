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
	// Executions are the calls on executions.
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
	c.tokens = &tokens{client: c, turn: newTurn()}
	c.Executions = Collection{c, executionsEndpoint}
	c.chain()
	return c, nil
}

// Authenticate gets a token, so that credentials that are refused are found
// before anything else is tried, and begins to measure Skew anew. The error is
// that of the credentials' source, or an *Error whose Endpoint is TokenEndpoint.
func (c *Client) Authenticate(ctx context.Context) error {
	c.skew.reset()
	return c.CheckToken(ctx)
}

// CheckToken gets a token unless there is one that is good for a while. The errors
// are those of Authenticate.
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
	_ = c.tokens.turn.take(context.Background())
	defer c.tokens.turn.give()
	return c.tokens.used
}

// CertificateExpiry returns the end of the client certificate in use, false where
// there is none.
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
