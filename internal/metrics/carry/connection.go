package carry

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

const (
	maxAnswer  = 512 << 20 // bytes of all metrics of a Pushgateway, everybody's
	maxExcerpt = 64 << 10  // bytes of an error's answer that are read
	maxShown   = 400       // bytes of a failure that are shown, secrets taken out
)

// connection sends requests to a Pushgateway with its user and password. What
// comes back is foreign text: it enters an error without secrets, cleaned and
// cut. Redirects are not followed, as they could lead anywhere.
type connection struct {
	client   http.Client
	address  string // without user and password
	user     *url.Userinfo
	redactor *secret.Redactor
}

func newConnection(u *url.URL) *connection {
	plain := *u
	plain.User = nil
	c := &connection{address: strings.TrimRight(plain.String(), "/"), user: u.User}
	c.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	password, _ := u.User.Password()
	pair := base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password))
	if u.User != nil {
		c.redactor = secret.NewRedactor(secret.New(password), secret.New(pair))
	}
	return c
}

// Do sends a request. An answer that is not 200 or 202 is an error.
func (c *connection) Do(req *http.Request) (*http.Response, error) {
	if c.user != nil {
		password, _ := c.user.Password()
		req.SetBasicAuth(c.user.Username(), password)
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return nil, err
	}
	switch code := resp.StatusCode; {
	case code == http.StatusOK || code == http.StatusAccepted:
		return resp, nil
	case code >= 300 && code < 400:
		err = fmt.Errorf("it answered %d %s, and a redirect is not followed: write the address that it leads to", code, http.StatusText(code))
	default:
		excerpt, _ := io.ReadAll(io.LimitReader(resp.Body, maxExcerpt)) // what came of it
		err = fmt.Errorf("it answered %d %s %s", code, http.StatusText(code), excerpt)
	}
	_ = resp.Body.Close()
	return nil, err
}

// failed says what failed and why. Errors of requests can hold foreign text, so
// that none of them is wrapped.
func (c *connection) failed(ctx context.Context, what string, err error) error {
	const so = "the sweep is done, its numbers are not pushed"
	if ctx.Err() != nil {
		return fmt.Errorf("%s the Pushgateway %s: %w: %s", what, c.address, context.Cause(ctx), so)
	}
	return fmt.Errorf("%s the Pushgateway %s: %s: %s", what, c.address, cleaned(c.redactor.Redact(err.Error())), so)
}

// cleaned returns a text on one line, without what a terminal would act on, and
// cut where it is long.
func cleaned(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	if len(text) > maxShown {
		text = strings.ToValidUTF8(text[:maxShown], "") + "…"
	}
	return strings.TrimSpace(text)
}
