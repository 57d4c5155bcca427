package aiapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// Limits of how many bytes of a body are read: of a page of executions, of any
// other answer, and of an error.
const (
	maxPage   = 2 << 30
	maxAnswer = 32 << 20
	maxError  = 64 << 10
)

// send sends one request and reads the answer. For a change that was sent, it
// waits for the answer even when ctx ends.
func (c *Client) send(ctx context.Context, k *call) (*Error, error) {
	k.last = exchange{}
	within := ctx
	if k.change {
		within = context.WithoutCancel(ctx)
	}
	within, cancel := context.WithTimeout(within, c.options.Timeout)
	defer cancel()
	req, err := c.request(within, k)
	if err != nil {
		return nil, err
	}
	resp, err := c.exchange(req, k)
	if err != nil {
		return c.brokenOff(ctx, k, err)
	}
	unzip(resp)
	defer drain(resp.Body)
	if resp.StatusCode >= 300 {
		return k.refused(resp, c.now()), nil
	}
	if err := k.take(resp); err != nil {
		return c.brokenOff(ctx, k, err)
	}
	return nil, nil
}

// exchange sends a request. It follows no redirects, because they would send the
// token to another host.
func (c *Client) exchange(req *http.Request, k *call) (*http.Response, error) {
	carrier := k.carrier
	if carrier == nil {
		carrier = c.transport
	}
	k.last.sent = c.now()
	resp, err := carrier.RoundTrip(req)
	k.last.received, k.last.resp = c.now(), resp
	if err != nil {
		k.last.err = k.failure(err).Err
	}
	return resp, err
}

// take reads a successful answer.
func (k *call) take(resp *http.Response) error {
	if k.read == nil {
		return nil
	}
	bound := k.bound
	if bound == 0 {
		bound = maxAnswer
	}
	resp.Body = &bounded{ReadCloser: resp.Body, left: bound}
	return k.read(resp)
}

// brokenOff returns the error of a try that failed on the way. It is that of ctx
// if ctx has ended.
func (c *Client) brokenOff(ctx context.Context, k *call, cause error) (*Error, error) {
	e := k.failure(cause)
	switch {
	case errors.Is(cause, page.ErrFormat), errors.Is(cause, page.ErrTooMuch):
		e.Status, e.Message = k.last.resp.StatusCode, k.said(cause.Error()) // another try would get the same answer
	case ctx.Err() != nil:
		k.maybeApplied = k.maybeApplied || k.change && mayHaveApplied(e)
		return nil, ctx.Err()
	case errors.Is(cause, context.DeadlineExceeded):
		e.Err = fmt.Errorf("no answer within api.timeout (%s): %w", c.options.Timeout, e.Err)
	}
	return e, nil
}

// drain reads a short rest of a body and closes it, so that the connection can be
// reused.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, maxError)
	_ = body.Close()
}

// bounded is a body that gives an error beyond a limit.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("%w: it is longer than any that is right", page.ErrTooMuch)
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
