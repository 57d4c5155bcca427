package aiapi

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// renewAt is the part of a token's lifetime after which the next one is fetched,
// so that no token expires during a request.
const renewAt = 0.8

// unsaidLife is the assumed lifetime of a token if the token host gives none.
const unsaidLife = 10 * time.Minute

// accessToken is a token with a Redactor for all secrets of calls that use it.
type accessToken struct {
	text    secret.Text
	secrets *secret.Redactor
}

// tokens holds the access token and fetches new ones. Callers that need one at
// the same time share one request.
type tokens struct {
	client *Client

	turn    turn // held while the token is read, or fetched
	token   accessToken
	renewal time.Time
	used    credentials.Credentials // with which the token was fetched
	expiry  time.Time               // of the client certificate
}

// get returns a token that stays valid for a while.
func (t *tokens) get(ctx context.Context) (accessToken, error) {
	if err := t.turn.take(ctx); err != nil {
		return accessToken{}, err
	}
	defer t.turn.give()
	if !t.token.text.IsZero() && t.client.now().Before(t.renewal) {
		return t.token, nil
	}
	err := t.fetch(ctx)
	return t.token, err
}

// rejected drops a token that the API refused, unless another caller has already
// fetched a new one.
func (t *tokens) rejected(token secret.Text) {
	_ = t.turn.take(context.Background())
	defer t.turn.give()
	if t.token.text == token {
		t.token.text = secret.Text{}
	}
}

// fetch reads the credentials again, because they may have been rotated, and gets
// a token with them.
func (t *tokens) fetch(ctx context.Context) error {
	found, err := t.client.credentials()
	if err != nil {
		return err
	}
	call, err := t.request(&found)
	if err != nil {
		return fmt.Errorf("credentials from %s: %w", found.Origin, err)
	}
	var granted grant
	call.read = granted.read
	if err := t.client.askTokenHost(ctx, call); err != nil {
		return err
	}
	token := secret.New(granted.Token)
	t.token = accessToken{token, secret.NewRedactor(token, t.token.text, found.ClientSecret)}
	t.used = found
	t.renewal = t.client.now().Add(time.Duration(renewAt * float64(granted.life())))
	return nil
}

// request returns the call for the client-credentials grant. It sends the
// credentials as a form: a Basic header would encode characters that real client
// ids contain, and some servers do not decode them.
func (t *tokens) request(c *credentials.Credentials) (*call, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {c.ClientID}}
	var carrier http.RoundTripper
	t.expiry = time.Time{}
	if c.X509() {
		transport, expiry, err := t.client.certified(c)
		if err != nil {
			return nil, err
		}
		carrier, t.expiry = transport, expiry
	} else {
		form.Set("client_secret", c.ClientSecret.Reveal())
	}
	return &call{
		method: http.MethodPost, endpoint: TokenEndpoint, url: c.TokenURL(), carrier: carrier, tenant: true,
		body: bodyOf(form.Encode()), contentType: "application/x-www-form-urlencoded",
		secrets: secret.NewRedactor(c.ClientSecret, c.Key),
	}, nil
}

// grant is the token host's answer.
type grant struct {
	Token   string  `json:"access_token"`
	Expires float64 `json:"expires_in"` // seconds
}

func (g *grant) read(resp *http.Response) error {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if json.Unmarshal(body, g) != nil || g.Token == "" || strings.ContainsFunc(g.Token, unsendable) {
		return unreadable(fmt.Errorf("%w: it holds no token", page.ErrFormat), resp, body)
	}
	return nil
}

func (g *grant) life() time.Duration {
	if g.Expires <= 0 {
		return unsaidLife
	}
	return time.Duration(min(g.Expires, 1e6) * float64(time.Second))
}

// unsendable reports whether a header cannot carry r. Valid tokens use even fewer
// characters (RFC 6750, b64token).
func unsendable(r rune) bool { return r <= ' ' || r > '~' }
