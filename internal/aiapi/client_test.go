package aiapi

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// script is a server under a base path that is not the root. The n-th request for
// a path gets the n-th answer; the last answer is repeated.
type script struct {
	mu      sync.Mutex
	answers map[string][]http.HandlerFunc
	asked   map[string]int
	log     []string // method, path and query of each request
	server  *httptest.Server
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path[len("/base"):]
	s.mu.Lock()
	n := s.asked[path]
	s.asked[path]++
	s.log = append(s.log, r.Method+" "+path+"?"+r.URL.RawQuery)
	answers := s.answers[path]
	s.mu.Unlock()
	if len(answers) == 0 {
		http.NotFound(w, r)
		return
	}
	answers[min(n, len(answers)-1)](w, r)
}

func (s *script) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

// fakeClock is a clock that moves only in Sleep.
type fakeClock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return ctx.Err()
}

func token(life int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"access_token":"the-token","expires_in":%d}`, life)
	}
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func cut(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func short(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	fmt.Fprint(w, `{"count":2,"resources":[{"id":"e-01","sta`)
}

// dial returns a client of a script. Its pages hold two executions.
func dial(t *testing.T, answers map[string][]http.HandlerFunc) (*Client, *script, *fakeClock) {
	t.Helper()
	s := &script{answers: answers, asked: make(map[string]int)}
	if answers["/oauth/token"] == nil {
		answers["/oauth/token"] = []http.HandlerFunc{token(3600)}
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.server = server
	clock := &fakeClock{now: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)}
	c, err := New(Options{
		Credentials: func() (credentials.Credentials, error) {
			return credentials.Credentials{ClientID: "id", ClientSecret: secret.New("s3cret"), AuthURL: server.URL + "/base", BaseURL: server.URL + "/base", Origin: "the test"}, nil
		},
		PageSize: 2, Retries: 3, Now: clock.Now, Sleep: clock.Sleep, Rand: rand.New(rand.NewPCG(1, 2)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, s, clock
}
