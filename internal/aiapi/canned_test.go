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

// canned is a server whose every answer is the same, without a network.
type canned struct {
	header http.Header
	body   []byte
	token  []byte // the token host's answer; nil: one that is good
	asked  int
}

func (s *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: r}
	if r.Body != nil {
		_ = r.Body.Close() // as a transport must
	}
	body := s.token
	switch {
	case !strings.HasSuffix(r.URL.Path, TokenEndpoint):
		s.asked++
		resp.Header, body = s.header.Clone(), s.body
		if s.asked > 1 {
			resp.Header = http.Header{} // a list has an end
		}
	case body == nil:
		body = []byte(`{"access_token":"t-0123456789","expires_in":3600}`)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// client asks it.
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

// legible fails where an error is not fit for one line, or holds a secret.
func legible(t *testing.T, err error) {
	t.Helper()
	if shown := err.Error(); strings.ContainsAny(shown, "\r\n\x1b\x00") || len(shown) > 4000 || strings.Contains(shown, "a-long-secret") {
		t.Errorf("shown as %q", shown)
	}
}
