package aiapi

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// With an HTTP/2 server all requests share one connection, and all ask for gzip.
func TestRequestsShareAConnectionOfHTTP2AndAskForGzip(t *testing.T) {
	t.Parallel()
	var connections, old, plain atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			old.Add(1)
		}
		if r.Header.Get("Accept-Encoding") != "gzip" {
			plain.Add(1)
		}
		switch r.URL.Path {
		case "/oauth/token":
			token(3600)(w, r)
		case "/v2" + countPath:
			count(1)(w, r)
		default:
			sends(200, gzipped(`{"resources":[{"id":"e-01"}]}`))(w, r)
		}
	}))
	server.EnableHTTP2 = true
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	transport := defaultTransport()
	transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	c, err := New(Options{Transport: transport, Credentials: func() (credentials.Credentials, error) {
		return credentials.Credentials{ClientID: "id", ClientSecret: secret.New("s3cret"), AuthURL: server.URL, BaseURL: server.URL}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for range 3 {
		listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
		if err != nil || len(listing.Executions) != 1 {
			t.Fatalf("%+v, %v", listing, err)
		}
	}
	if connections.Load() != 1 || old.Load() != 0 || plain.Load() != 0 {
		t.Errorf("%d connections; %d requests not of HTTP/2, %d that did not ask for gzip", connections.Load(), old.Load(), plain.Load())
	}
}
