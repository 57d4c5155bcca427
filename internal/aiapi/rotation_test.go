package aiapi

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// certificateHost gives tokens for any client certificate and records when each
// certificate expires.
type certificateHost struct {
	mu   sync.Mutex
	ends []time.Time
}

func (h *certificateHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ends = append(h.ends, r.TLS.PeerCertificates[0].NotAfter)
	token(100)(w, r)
}

// dialByCertificate returns a client of a token host that asks for a certificate.
// Its credentials can be changed between calls.
func dialByCertificate(t *testing.T, now func() time.Time) (*Client, *credentials.Credentials, *certificateHost) {
	t.Helper()
	host := &certificateHost{}
	server := httptest.NewUnstartedServer(host)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	key := &credentials.Credentials{ClientID: "id", AuthURL: server.URL, BaseURL: server.URL, Origin: "the test"}
	c, err := New(Options{Credentials: func() (credentials.Credentials, error) { return *key, nil }, Transport: server.Client().Transport, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return c, key, host
}

func TestARotatedCertificateIsTheOneShown(t *testing.T) {
	t.Parallel()
	clock := &fakeClock{now: time.Now()}
	c, used, host := dialByCertificate(t, clock.Now)
	for _, life := range []time.Duration{time.Hour, 7 * 24 * time.Hour} {
		end := clock.Now().Add(life).UTC().Truncate(time.Second)
		key, certificate := newCertificate(t, end)
		used.Certificate, used.Key = certificate, secret.New(key)
		if err := c.CheckToken(t.Context()); err != nil {
			t.Fatal(err)
		}
		if shown := host.ends[len(host.ends)-1]; !shown.Equal(end) {
			t.Errorf("the certificate shown ends %s, want %s", shown, end)
		}
		if ends, ok := c.CertificateExpiry(); !ok || !ends.Equal(end) {
			t.Errorf("it is said to end %s, %v, want %s", ends, ok, end)
		}
		clock.now = clock.now.Add(90 * time.Second) // the token is valid for 100 s
	}
	if len(host.ends) != 2 {
		t.Errorf("%d tokens", len(host.ends))
	}
}

func TestACertificateThatCannotServeSaysSo(t *testing.T) {
	t.Parallel()
	key, certificate := newCertificate(t, time.Now().Add(time.Hour))
	otherKey, _ := newCertificate(t, time.Now().Add(time.Hour))
	tests := map[string]struct {
		certificate, key string
		now              time.Time
		want             string
	}{
		"it has ended":         {certificate, key, time.Now().Add(2 * time.Hour), "ended at"},
		"the key is another":   {certificate, otherKey, time.Now(), "not a PEM pair"},
		"the key is not PEM":   {certificate, "s3cret", time.Now(), "not a PEM pair"},
		"it is not PEM itself": {"MIIB", key, time.Now(), "not a PEM pair"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, used, host := dialByCertificate(t, func() time.Time { return test.now })
			used.Certificate, used.Key = test.certificate, secret.New(test.key)
			err := c.Authenticate(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "from the test") {
				t.Errorf("error %v, want %q", err, test.want)
			} else if strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "PRIVATE") {
				t.Errorf("the error shows the key: %v", err)
			}
			if len(host.ends) != 0 {
				t.Error("it was shown to the host")
			}
		})
	}
}

func TestCallersWhoNeedATokenAtTheSameTimeShareOne(t *testing.T) {
	t.Parallel()
	c, s, _ := dial(t, map[string][]http.HandlerFunc{"/lm/meta": {says(200, `{"aiApi":{}}`)}})
	var callers sync.WaitGroup
	for range 16 {
		callers.Go(func() {
			if _, err := c.Meta(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	callers.Wait()
	if n := s.count("/oauth/token"); n != 1 {
		t.Errorf("%d tokens for sixteen callers", n)
	}
}
