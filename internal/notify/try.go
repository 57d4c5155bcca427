package notify

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/wneessen/go-mail"
)

// Try reports whether a target can be reached, as far as that shows without a
// message: a mail server takes the login, a webhook is connected to. kind is what
// the target is; "" where nobody is told. The error never holds the address.
func (s Sender) Try(ctx context.Context, t *Target) (kind string, err error) {
	to, err := t.address()
	if err != nil || to == nil {
		return "", err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, errSlow)
	defer cancel()
	if to.kind == email {
		err = s.login(ctx, to.url)
	} else {
		err = s.connect(ctx, to.url)
	}
	return to.kind, to.hide(ctx, err)
}

var errSlow = fmt.Errorf("it took longer than %s", timeout)

// hide returns an error without the address, and says where time ran out.
func (a *address) hide(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return fmt.Errorf("%s: %s", a.kind, clean(redactor(a.url).Redact(err.Error())))
}

// login goes as far with a mail server as one can without a mail.
func (s Sender) login(ctx context.Context, u *url.URL) error {
	client, err := mail.NewClient(u.Hostname(), s.mailOptions(ctx, u)...)
	if err != nil {
		return err
	}
	return errors.Join(client.DialWithContext(ctx), client.Close())
}

// connect connects to a webhook, or to the proxy on the way there.
func (s Sender) connect(ctx context.Context, u *url.URL) error {
	if via, err := http.ProxyFromEnvironment(&http.Request{URL: u}); err == nil && via != nil {
		u = via
	}
	dial := s.dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	port := map[string]string{"http": "80", "https": "443", "socks5": "1080"}[u.Scheme]
	conn, err := dial(ctx, "tcp", net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), port)))
	if err != nil {
		return err
	}
	defer conn.Close()
	if u.Scheme == "https" {
		return tls.Client(conn, &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}).HandshakeContext(ctx)
	}
	return nil
}
