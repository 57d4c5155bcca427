package aiapi

import (
	"context"
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// call is one request to the API, however often it is tried.
type call struct {
	method   string
	endpoint string // the path template, for metrics and errors
	url      string // absolute; else path is taken under the API's base
	path     string
	query    string // as it stands after the question mark
	group    string
	tenant   bool // is for the tenant as a whole, not for a resource group
	header   map[string]string

	body        *body // nil: none
	contentType string
	change      bool              // is answered even when the sweep is told to end
	carrier     http.RoundTripper // nil: the client's

	// read takes a good answer's body; nil: it is not needed. It may be called again
	// where the body broke off.
	read  func(*http.Response) error
	bound int64 // of the body, in bytes; 0: the usual one

	skew *widest // learns the Date of the answers; nil: the client alone does

	// What the handlers keep of it.
	token        secret.Text
	secrets      *secret.Redactor // what it carries, which no error may repeat
	renewed      bool             // the token, once
	maybeApplied bool             // a try may have been carried out, whatever was answered
	last         exchange
}

// exchange is one try of a call.
type exchange struct {
	sent, received time.Time // received: the answer's header
	resp           *http.Response
	err            error // why there was no answer
}

// handler carries a call out, or does one thing about it and hands it on to the
// next handler. It returns an *Error for a try that failed and may be repeated. The
// other error, of ctx, of the credentials or of the call itself, ends the call.
type handler func(ctx context.Context, k *call) (*Error, error)

// chain puts the client's handlers together, the outermost first.
func (c *Client) chain() {
	send := c.observe(c.send)
	c.askTokenHost = c.retry(c.limit(send))
	c.askAPI = c.retry(c.renew(c.limit(c.authorize(c.date(send)))))
}

// do sends a call with a token, as often as it takes. The error is an *Error, or
// that of ctx or of the credentials, or wraps ErrInvalidID.
func (c *Client) do(ctx context.Context, k *call) error {
	if !k.tenant {
		if err := checkGroup(k.group); err != nil {
			return err
		}
	}
	return c.askAPI(ctx, k)
}

// said makes a text of the server fit for an error: on one line, and without what
// the call carried.
func (k *call) said(text string) string { return clean(k.secrets.Redact(text)) }

// failure makes the error of a try without an answer, or with none that can be
// read. The cause stays in its chain, unless its text would repeat a secret.
func (k *call) failure(cause error) *Error {
	if text := cause.Error(); k.secrets.Redact(text) != text {
		cause = redacted(k.said(text))
	}
	return &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: cause}
}

// redacted is the text of an error that held a secret.
type redacted string

func (r redacted) Error() string { return string(r) }
