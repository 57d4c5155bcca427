package aiapi

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestATokenIsKeptAndRenewedInTime(t *testing.T) {
	t.Parallel()
	c, s, clock := dial(t, map[string][]http.HandlerFunc{"/oauth/token": {token(1000)}, "/lm/meta": {says(200, `{"aiApi":{"version":"2"}}`)}})
	for range 3 {
		if _, err := c.Meta(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.count("/oauth/token"); n != 1 {
		t.Errorf("%d tokens for three calls", n)
	}
	clock.now = clock.now.Add(801 * time.Second)
	if _, err := c.Meta(t.Context()); err != nil || s.count("/oauth/token") != 2 {
		t.Errorf("%d tokens after four fifths of its life, %v", s.count("/oauth/token"), err)
	}
}

func TestATokenOfUnsaidLifeIsKept(t *testing.T) {
	t.Parallel()
	c, s, _ := dial(t, map[string][]http.HandlerFunc{"/oauth/token": {says(200, `{"access_token":"t"}`)}, "/lm/meta": {says(200, `{"aiApi":{}}`)}})
	for range 3 {
		if _, err := c.Meta(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.count("/oauth/token"); n != 1 {
		t.Errorf("%d tokens for three calls", n)
	}
}

func TestATokenThatIsTurnedAwayIsRenewedOnce(t *testing.T) {
	t.Parallel()
	c, s, _ := dial(t, map[string][]http.HandlerFunc{"/lm/meta": {says(401, ""), says(200, `{"aiApi":{}}`), says(401, "")}})
	if _, err := c.Meta(t.Context()); err != nil || s.count("/oauth/token") != 2 {
		t.Errorf("%d tokens, %v", s.count("/oauth/token"), err)
	}
	if _, err := c.Meta(t.Context()); err == nil || s.count("/lm/meta") != 4 || s.count("/oauth/token") != 3 {
		t.Errorf("after %d tries with %d tokens: %v", s.count("/lm/meta"), s.count("/oauth/token"), err)
	}
}

func TestCredentialsThatAreRefusedSaySo(t *testing.T) {
	t.Parallel()
	c, s, _ := dial(t, map[string][]http.HandlerFunc{"/oauth/token": {says(401, `{"error":"unauthorized","error_description":"Bad credentials"}`)}})
	err := c.Authenticate(t.Context())
	if err == nil || !strings.Contains(err.Error(), "Bad credentials: the credentials were refused") || s.count("/oauth/token") != 1 {
		t.Errorf("after %d tries: %v", s.count("/oauth/token"), err)
	}
}

func TestAThrottledClientWaitsAsLongAsItIsAsked(t *testing.T) {
	t.Parallel()
	wait := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "9")
		w.WriteHeader(429)
	}
	c, s, clock := dial(t, map[string][]http.HandlerFunc{"/lm/meta": {wait, says(200, `{"aiApi":{}}`)}})
	begun := clock.now
	if _, err := c.Meta(t.Context()); err != nil || clock.now.Sub(begun) < 9*time.Second || s.count("/lm/meta") != 2 {
		t.Errorf("after %s and %d tries: %v", clock.now.Sub(begun), s.count("/lm/meta"), err)
	}
}

func TestAChangeThatMayHaveBeenAppliedSaysSo(t *testing.T) {
	t.Parallel()
	refused := says(202, `{"executions":[{"id":"e-01","error":{"code":"01010020","message":"gone","details":[1]}},{"id":"e-03","message":"ok"}]}`)
	c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath: {cut, refused}})
	items, err := c.Executions.Modify(t.Context(), "g", []Change{{"e-01", workload.Deleted}, {"e-02", workload.Deleted}, {"e-03", workload.Stopped}})
	if err != nil {
		t.Fatal(err)
	}
	first, ok := items[0].Err.(*Error)
	if !ok || !first.MaybeApplied || first.Code != "01010020" || first.Details != "[1]" {
		t.Errorf("first %+v", items[0].Err)
	}
	if second, ok := items[1].Err.(*Error); !ok || !second.MaybeApplied || items[2].Err != nil {
		t.Errorf("second %v, third %v", items[1].Err, items[2].Err)
	}
}

func TestClientCertificates(t *testing.T) {
	t.Parallel()
	key, certificate := newCertificate(t, time.Now().Add(time.Hour))
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(certificate))
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TLS.PeerCertificates) != 1 || r.FormValue("client_id") != "id" || r.FormValue("client_secret") != "" {
			w.WriteHeader(401)
			return
		}
		token(100)(w, r)
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	transport, ok := server.Client().Transport.(*http.Transport)
	if !ok {
		t.Fatal("the test server's client has another transport")
	}
	used := credentials.Credentials{ClientID: "id", Certificate: certificate, Key: secret.New(key), AuthURL: server.URL, BaseURL: server.URL}
	c, err := New(Options{Credentials: func() (credentials.Credentials, error) { return used, nil }, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Authenticate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if end, ok := c.CertificateExpiry(); !ok || time.Until(end) > time.Hour {
		t.Errorf("it ends %s, %v", end, ok)
	}
	used.Key, used.Certificate = secret.Text{}, certificate
	c.tokens.token = accessToken{}
	if err := c.Authenticate(t.Context()); err == nil || strings.Contains(err.Error(), "PRIVATE") {
		t.Errorf("without its key: %v", err)
	}
}

// newCertificate returns a self-signed client certificate.
func newCertificate(t testing.TB, end time.Time) (key, certificate string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "client"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: end,
		IsCA: true, BasicConstraintsValid: true, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER})), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}
