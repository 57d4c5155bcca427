package aiapi

import (
	"context"
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// call is one request to the API, including all its tries.
type call struct {
	method   string
	endpoint string // the path template, for metrics and errors
	url      string // absolute; if empty, path under the API's base URL
	path     string
	query    string // encoded, without the question mark
	group    string
	tenant   bool // for the whole tenant, not for a resource group
	header   map[string]string

	body        *body // nil: none
	contentType string
	change      bool              // a change: its answer is awaited even when ctx ends
	carrier     http.RoundTripper // nil: the client's

	// read reads the body of a successful answer. nil means that the body is not
	// needed. It is called again for another try if the body broke off.
	read  func(*http.Response) error
	bound int64 // limit of the body in bytes; 0: the usual one

	skew *widest // also observes the Date of the answers; nil: only the client does

	// State of the handlers.
	token        secret.Text
	secrets      *secret.Redactor // secrets that it sends; no error may repeat them
	renewed      bool             // the token has been renewed once
	maybeApplied bool             // a try may have been carried out, although it failed
	last         exchange
}

// exchange is one try of a call.
type exchange struct {
	sent, received time.Time // received: when the header of the answer came
	resp           *http.Response
	err            error // why there was no answer
}

// handler does one thing for a call and then passes it to the next handler. It
// returns an *Error for a failed try that may be repeated. The other error ends
// the call: it is of ctx, of the credentials or of the call itself.
type handler func(ctx context.Context, k *call) (*Error, error)

// chain connects the client's handlers, the outermost first.
func (c *Client) chain() {
	send := c.observe(c.send)
	c.askTokenHost = c.retry(c.limit(send))
	c.askAPI = c.retry(c.renew(c.limit(c.authorize(c.date(send)))))
}

// do sends a call with a token, and repeats it as often as allowed. The error is
// an *Error, that of ctx or of the credentials, or it wraps ErrInvalidID.
func (c *Client) do(ctx context.Context, k *call) error {
	if !k.tenant {
		if err := checkGroup(k.group); err != nil {
			return err
		}
	}
	return c.askAPI(ctx, k)
}

// said prepares a text of the server for an error: on one line and without the
// secrets of the call.
func (k *call) said(text string) string { return clean(k.secrets.Redact(text)) }

// failure returns the error of a try that got no answer, or no readable one. It
// wraps the cause unless the text of the cause contains a secret.
func (k *call) failure(cause error) *Error {
	if text := cause.Error(); k.secrets.Redact(text) != text {
		cause = redacted(k.said(text))
	}
	return &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: cause}
}

// redacted is the text of an error, after a secret was removed from it.
type redacted string

func (r redacted) Error() string { return string(r) }
