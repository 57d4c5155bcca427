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

// renewAt is the part of a token's life after which the next one is fetched, so
// that no request goes out with one that ends on the way.
const renewAt = 0.8

// unsaidLife is how long a token is taken to live whose host does not say.
const unsaidLife = 10 * time.Minute

// accessToken is a token and what no error of a call with it may repeat.
type accessToken struct {
	text    secret.Text
	secrets *secret.Redactor
}

// tokens holds the access token and fetches the next one. Callers that need one
// at the same time share one request.
type tokens struct {
	client *Client

	turn    turn // held while the token is read, or fetched
	token   accessToken
	renewal time.Time
	used    credentials.Credentials // those that the token was got with
	expiry  time.Time               // of the client certificate
}

// get returns a token that is good for a while.
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

// rejected forgets a token that the API turned away, unless another caller has
// fetched a new one already.
func (t *tokens) rejected(token secret.Text) {
	_ = t.turn.take(context.Background())
	defer t.turn.give()
	if t.token.text == token {
		t.token.text = secret.Text{}
	}
}

// fetch reads the credentials anew, as they may have been rotated, and gets a
// token with them.
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

// request is the client-credentials grant, by form: a Basic header would encode
// characters that real client ids hold.
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

// unsendable reports whether a header does not take r; a token holds less
// (RFC 6750, b64token).
func unsendable(r rune) bool { return r <= ' ' || r > '~' }
