package aiapi

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
)

// certified returns a transport with the client certificate, and the time when
// the certificate expires. It is called for each token, so that a rotated
// certificate is used.
func (c *Client) certified(cred *credentials.Credentials) (http.RoundTripper, time.Time, error) {
	pair, err := tls.X509KeyPair([]byte(cred.Certificate), []byte(cred.Key.Reveal()))
	if err != nil {
		return nil, time.Time{}, errors.New("the client certificate and its key are not a PEM pair") // the cause could quote the key
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0]) // the PEM file may have other text before it
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("the client certificate: %w", err)
	}
	if c.now().After(leaf.NotAfter) {
		return nil, time.Time{}, fmt.Errorf("the client certificate ended at %s: rotate the key", leaf.NotAfter.UTC().Format(time.RFC3339))
	}
	base, ok := c.transport.(*http.Transport)
	if !ok {
		return nil, time.Time{}, errors.New("a client certificate needs an *http.Transport")
	}
	transport := base.Clone()
	if transport.TLSClientConfig == nil {
		transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	transport.TLSClientConfig.Certificates = []tls.Certificate{pair}
	transport.DisableKeepAlives = true // it serves one request; no connection stays open
	return transport, leaf.NotAfter, nil
}
