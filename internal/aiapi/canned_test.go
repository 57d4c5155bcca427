package aiapi

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// canned is a server without a network that gives the same answer to every
// request.
type canned struct {
	header http.Header
	body   []byte
	token  []byte // the token host's answer; nil: a valid one
	asked  int
}

func (s *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: r}
	if r.Body != nil {
		_ = r.Body.Close() // a transport must close it
	}
	body := s.token
	switch {
	case !strings.HasSuffix(r.URL.Path, TokenEndpoint):
		s.asked++
		resp.Header, body = s.header.Clone(), s.body
		if s.asked > 1 {
			resp.Header = http.Header{} // the list ends here
		}
	case body == nil:
		body = []byte(`{"access_token":"t-0123456789","expires_in":3600}`)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// client returns a client of this server.
func (s *canned) client(t testing.TB) *Client {
	t.Helper()
	if s.header == nil {
		s.header = http.Header{}
	}
	c, err := New(Options{
		Transport: s, Now: func() time.Time { return time.Unix(1_780_000_000, 0) },
		Sleep: func(context.Context, time.Duration) error { return nil },
		Credentials: func() (credentials.Credentials, error) {
			return credentials.Credentials{ClientID: "id", ClientSecret: secret.New("a-long-secret"), AuthURL: "https://auth.example", BaseURL: "https://api.example"}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// legible fails if the error has more than one line or contains a secret.
func legible(t *testing.T, err error) {
	t.Helper()
	if shown := err.Error(); strings.ContainsAny(shown, "\r\n\x1b\x00") || len(shown) > 4000 || strings.Contains(shown, "a-long-secret") {
		t.Errorf("shown as %q", shown)
	}
}
