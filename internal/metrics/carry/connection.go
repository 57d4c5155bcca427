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
	maxAnswer  = 512 << 20 // bytes of all metrics of a Pushgateway, of all its users
	maxExcerpt = 64 << 10  // bytes that are read of an error's answer
	maxShown   = 400       // bytes of an error that are shown, without secrets
)

// connection sends requests to a Pushgateway with its user and password. Errors
// show the server's text cleaned, shortened and without secrets. Redirects are
// not followed, because they could lead to any host.
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
		excerpt, _ := io.ReadAll(io.LimitReader(resp.Body, maxExcerpt)) // an incomplete answer is shown too
		err = fmt.Errorf("it answered %d %s %s", code, http.StatusText(code), excerpt)
	}
	_ = resp.Body.Close()
	return nil, err
}

// failed returns an error that says what failed and why. It wraps no error of a
// request, because such an error can contain a server's text.
func (c *connection) failed(ctx context.Context, what string, err error) error {
	const so = "the sweep is done, its numbers are not pushed"
	if ctx.Err() != nil {
		return fmt.Errorf("%s the Pushgateway %s: %w: %s", what, c.address, context.Cause(ctx), so)
	}
	return fmt.Errorf("%s the Pushgateway %s: %s: %s", what, c.address, cleaned(c.redactor.Redact(err.Error())), so)
}

// cleaned returns the text on one line, without control characters, and
// shortened.
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
