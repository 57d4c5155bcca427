package aiapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// renewAt is the part of a token's life after which the next one is fetched, so
// that no request goes out with one that ends on the way.
const renewAt = 0.8

// unsaidLife is how long a token is taken to live whose host does not say.
const unsaidLife = 10 * time.Minute

// tokens holds the access token and fetches the next one. Callers that need one
// at the same time share one request.
type tokens struct {
	client *Client

	mu      sync.Mutex
	token   secret.Text
	renewal time.Time
	used    credentials.Credentials // those that the token was got with
	expiry  time.Time               // of the client certificate
}

// get returns a token that is good for a while.
func (t *tokens) get(ctx context.Context) (secret.Text, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.token.IsZero() && t.client.now().Before(t.renewal) {
		return t.token, nil
	}
	return t.fetch(ctx)
}

// rejected forgets a token that the API turned away, unless another caller has
// fetched a new one already.
func (t *tokens) rejected(token secret.Text) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token == token {
		t.token = secret.Text{}
	}
}

// fetch reads the credentials anew, as they may have been rotated, and gets a
// token with them.
func (t *tokens) fetch(ctx context.Context) (secret.Text, error) {
	found, err := t.client.credentials()
	if err != nil {
		return secret.Text{}, err
	}
	call, carrier, err := t.request(&found)
	if err != nil {
		return secret.Text{}, fmt.Errorf("credentials from %s: %w", found.Origin, err)
	}
	var answer struct {
		Token   string  `json:"access_token"`
		Expires float64 `json:"expires_in"`
	}
	call.read = func(resp *http.Response) error {
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		if json.Unmarshal(body, &answer) != nil || answer.Token == "" || strings.ContainsFunc(answer.Token, unsendable) {
			return unreadable(fmt.Errorf("%w: it holds no token", page.ErrFormat), resp, body)
		}
		return nil
	}
	if err := t.client.doWith(ctx, carrier, call); err != nil {
		return secret.Text{}, err
	}
	life := time.Duration(min(answer.Expires, 1e6) * float64(time.Second))
	if answer.Expires <= 0 {
		life = unsaidLife
	}
	t.token, t.used = secret.New(answer.Token), found
	t.renewal = t.client.now().Add(time.Duration(renewAt * float64(life)))
	return t.token, nil
}

// unsendable tells of what no header takes; a token holds less (RFC 6750, b64token).
func unsendable(r rune) bool { return r <= ' ' || r > '~' }

// request is the client-credentials grant, by form: a Basic header would encode
// characters that real client ids hold.
func (t *tokens) request(c *credentials.Credentials) (*call, http.RoundTripper, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {c.ClientID}}
	carrier := t.client.transport
	if c.X509() {
		transport, expiry, err := t.client.certified(c)
		if err != nil {
			return nil, nil, err
		}
		carrier, t.expiry = transport, expiry
	} else {
		form.Set("client_secret", c.ClientSecret.Reveal())
		t.expiry = time.Time{}
	}
	return &call{
		method: http.MethodPost, endpoint: TokenEndpoint, url: c.TokenURL(),
		body: []byte(form.Encode()), contentType: "application/x-www-form-urlencoded", anonymous: true,
		secrets: secret.NewRedactor(c.ClientSecret),
	}, carrier, nil
}

// certified is a transport that shows the client certificate. It is made anew
// for each token, so that a rotated certificate is the one shown.
func (c *Client) certified(cred *credentials.Credentials) (http.RoundTripper, time.Time, error) {
	pair, err := tls.X509KeyPair([]byte(cred.Certificate), []byte(cred.Key.Reveal()))
	if err != nil {
		return nil, time.Time{}, errors.New("the client certificate and its key are not a PEM pair") // the cause could quote the key
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0]) // whatever stands before it
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
	transport.DisableKeepAlives = true // one request; nothing is left open behind it
	return transport, leaf.NotAfter, nil
}
