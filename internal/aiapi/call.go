package aiapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
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
	header   map[string]string

	body        []byte
	contentType string
	anonymous   bool // carries no token
	change      bool // is answered even when the sweep is told to end

	// read takes a good answer's body; nil: it is of no interest. It may be called
	// again where the body broke off.
	read  func(*http.Response) error
	bound int64 // of the body, in bytes; 0: the usual one

	skew *widest // is told of the answers' Date; nil: only the client's is

	// secrets takes what it carries out of what is said about it.
	secrets *secret.Redactor
	// maybeApplied tells that a try may have been carried out, whatever was answered.
	maybeApplied bool
}

// Bounds of what is read of a body: of a page of executions, of any other
// answer, and of an error.
const (
	maxPage   = 2 << 30
	maxAnswer = 32 << 20
	maxError  = 64 << 10
)

// do sends a call with a token, as often as it takes.
func (c *Client) do(ctx context.Context, k *call) error { return c.doWith(ctx, c.transport, k) }

// doWith tries a call until it succeeds, cannot succeed, or has been tried often
// enough. A token that is turned away is renewed once. The error is an *Error,
// or that of ctx or of the credentials.
func (c *Client) doWith(ctx context.Context, carrier http.RoundTripper, k *call) error {
	renewed := false
	for try := 0; ; try++ {
		token, err := c.tokenFor(ctx, k)
		if err != nil {
			return k.givenUp(err)
		}
		if err := c.limiter.wait(ctx); err != nil {
			return k.givenUp(err)
		}
		e, err := c.try(ctx, carrier, k, token)
		if e == nil {
			return k.givenUp(err)
		}
		if e.Status == http.StatusUnauthorized && !k.anonymous && !renewed {
			c.tokens.rejected(token)
			renewed = true
			try--
			continue
		}
		k.maybeApplied = k.maybeApplied || k.change && mayHaveApplied(e)
		reason, again := worthRetrying(e)
		if !again || try >= c.options.Retries {
			e.MaybeApplied = k.maybeApplied
			return e
		}
		if c.options.OnRetry != nil {
			c.options.OnRetry(k.endpoint, reason)
		}
		if err := c.sleep(ctx, c.backoff(try+1, e.RetryAfter)); err != nil {
			return k.givenUp(err)
		}
	}
}

// givenUp is the error of a call that cannot be tried again. Where an earlier
// try may have been carried out, it says so.
func (k *call) givenUp(err error) error {
	if err == nil || !k.maybeApplied {
		return err
	}
	return &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: err, MaybeApplied: true}
}

func (c *Client) tokenFor(ctx context.Context, k *call) (secret.Text, error) {
	if k.anonymous {
		return secret.Text{}, nil
	}
	token, err := c.tokens.get(ctx)
	k.secrets = secret.NewRedactor(token)
	return token, err
}

// try is one request and its answer. What the API did not carry out is an
// *Error; the other error is ctx's.
func (c *Client) try(ctx context.Context, carrier http.RoundTripper, k *call, token secret.Text) (*Error, error) {
	within := ctx
	if k.change {
		within = context.WithoutCancel(ctx)
	}
	within, cancel := context.WithTimeout(within, c.options.Timeout)
	defer cancel()
	req, err := c.request(within, k, token)
	if err != nil {
		return nil, err
	}
	client := http.Client{Transport: carrier, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	sent := c.now()
	resp, err := client.Do(req)
	c.tell(k, resp, c.now().Sub(sent), err)
	if err != nil {
		return c.unanswered(ctx, k, err)
	}
	unzip(resp)
	defer drain(resp.Body)
	if off, dated := offset(resp, sent, c.now()); dated && !k.anonymous {
		c.skew.observe(off)
		if k.skew != nil {
			k.skew.observe(off)
		}
	}
	return c.take(ctx, k, resp)
}

func (c *Client) request(ctx context.Context, k *call, token secret.Text) (*http.Request, error) {
	address := k.url
	if address == "" {
		used := c.Used()
		address = used.APIURL() + k.path
	}
	if k.query != "" {
		address += "?" + k.query
	}
	req, err := http.NewRequestWithContext(ctx, k.method, address, bytes.NewReader(k.body))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", k.method, k.endpoint, err)
	}
	for name, value := range k.header {
		req.Header.Set(name, value)
	}
	req.Header.Set("User-Agent", c.options.UserAgent)
	req.Header.Set("Accept-Encoding", "gzip")
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "application/json")
	}
	if k.contentType != "" {
		req.Header.Set("Content-Type", k.contentType)
	}
	if k.group != "" {
		req.Header.Set("AI-Resource-Group", k.group)
	}
	if !token.IsZero() {
		req.Header.Set("Authorization", "Bearer "+token.Reveal())
	}
	return req, nil
}

// take reads an answer.
func (c *Client) take(ctx context.Context, k *call, resp *http.Response) (*Error, error) {
	if resp.StatusCode >= 300 {
		body, _ := io.ReadAll(io.LimitReader(resp.Body, maxError)) // what broke off is shown as far as it came
		e := answered(k, resp, []byte(k.secrets.Redact(string(body))), c.now())
		if resp.StatusCode < 400 {
			e.Message = "redirects are not followed, as they would carry the token elsewhere; check AICORE_BASE_URL"
		}
		if resp.StatusCode == http.StatusTooManyRequests {
			c.limiter.throttled(e.RetryAfter)
		} else {
			c.limiter.answered()
		}
		return e, nil
	}
	c.limiter.answered()
	if k.read == nil {
		return nil, nil
	}
	bound := k.bound
	if bound == 0 {
		bound = maxAnswer
	}
	resp.Body = http.MaxBytesReader(nil, resp.Body, bound)
	err := k.read(resp)
	if err == nil {
		return nil, nil
	}
	e := &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: err}
	if final(err) {
		e.Status, e.Message = resp.StatusCode, clean(err.Error())
		return e, nil
	}
	return c.brokenOff(ctx, k, e)
}

// final reports whether an answer that was not taken would be no better if it
// were asked for again: it did not break off, it is another one than should be.
func final(err error) bool {
	_, tooLarge := errors.AsType[*http.MaxBytesError](err)
	return tooLarge || errors.Is(err, page.ErrFormat) || errors.Is(err, page.ErrTooMuch)
}

// unanswered makes the error of a request without an answer.
func (c *Client) unanswered(ctx context.Context, k *call, err error) (*Error, error) {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err // the address is said already
	}
	return c.brokenOff(ctx, k, &Error{Method: k.method, Endpoint: k.endpoint, Group: k.group, Err: err})
}

// brokenOff is the error of a try that came to no end: ctx's where that is why.
func (c *Client) brokenOff(ctx context.Context, k *call, e *Error) (*Error, error) {
	if ctx.Err() != nil {
		k.maybeApplied = k.maybeApplied || k.change && mayHaveApplied(e)
		return nil, ctx.Err()
	}
	if errors.Is(e.Err, context.DeadlineExceeded) {
		e.Err = fmt.Errorf("no answer within api.timeout (%s): %w", c.options.Timeout, e.Err)
	}
	return e, nil
}

// tell reports a try to OnRequest.
func (c *Client) tell(k *call, resp *http.Response, took time.Duration, err error) {
	if c.options.OnRequest == nil {
		return
	}
	r := Request{Endpoint: k.endpoint, Method: k.method, Duration: took, Group: k.group, Err: err}
	if resp != nil {
		r.Code = resp.StatusCode
	}
	c.options.OnRequest(r)
}

// drain reads what little is left of a body, so that its connection is used
// again, and closes it.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, maxError)
	_ = body.Close()
}

// readJSON returns a read that decodes a small answer into v.
func readJSON(v any) func(*http.Response) error {
	return func(resp *http.Response) error {
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		err = json.Unmarshal(body, v)
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok && syntax.Offset == int64(len(body)) && len(body) > 0 && body[0] == '{' {
			return io.ErrUnexpectedEOF // cut short: worth another try
		}
		if err != nil {
			return unreadable(fmt.Errorf("%w: %w", page.ErrFormat, err), resp, body)
		}
		return nil
	}
}
