package aiapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
)

// request builds the HTTP request of one try.
func (c *Client) request(ctx context.Context, k *call) (*http.Request, error) {
	address := k.url
	if address == "" {
		used := c.Used()
		address = used.APIURL() + k.path
	}
	if k.query != "" {
		address += "?" + k.query
	}
	req, err := http.NewRequestWithContext(ctx, k.method, address, nil)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", k.method, k.endpoint, err)
	}
	if k.body != nil {
		req.ContentLength = int64(len(k.body.text))
		req.GetBody = k.body.open
		req.Body, _ = k.body.open()
	}
	c.setHeader(req.Header, k)
	return req, nil
}

func (c *Client) setHeader(h http.Header, k *call) {
	h.Set("Accept", "application/json")
	for name, value := range k.header {
		h.Set(name, value)
	}
	h.Set("User-Agent", c.options.UserAgent)
	h.Set("Accept-Encoding", "gzip")
	if k.contentType != "" {
		h.Set("Content-Type", k.contentType)
	}
	if k.group != "" {
		h.Set("AI-Resource-Group", k.group)
	}
	if !k.token.IsZero() {
		h.Set("Authorization", "Bearer "+k.token.Reveal())
	}
}

// body is the text of a request. Each try reads it from the start. A transport
// may still read it after RoundTrip has returned; until it has closed its reader
// the text must not change.
type body struct {
	text   []byte
	unread atomic.Int32 // readers that are not closed
}

// bodyOf returns a body with this text.
func bodyOf(s string) *body { return &body{text: []byte(s)} }

func (b *body) open() (io.ReadCloser, error) {
	b.unread.Add(1)
	return &bodyReader{Reader: bytes.NewReader(b.text), of: b}, nil
}

// idle reports whether all readers of the text are closed.
func (b *body) idle() bool { return b.unread.Load() == 0 }

type bodyReader struct {
	*bytes.Reader
	of     *body
	closed atomic.Bool
}

func (r *bodyReader) Close() error {
	if r.closed.CompareAndSwap(false, true) {
		r.of.unread.Add(-1)
	}
	return nil
}
