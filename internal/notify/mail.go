package notify

import (
	"context"
	"crypto/tls"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"
)

// mail sends a message as a mail, whose subject is the first line of the text.
// Beyond the loopback the connection is always encrypted.
func (s Sender) mail(ctx context.Context, u *url.URL, m *Message) error {
	from, err := netmail.ParseAddress(u.Query().Get("from"))
	if err != nil {
		return errAddress // parse has checked it
	}
	to, err := netmail.ParseAddressList(u.Query().Get("to"))
	if err != nil {
		return errAddress
	}
	letter := mail.NewMsg(mail.WithNoDefaultUserAgent())
	letter.FromMailAddress(from)
	letter.ToMailAddress(to...)
	subject, _, _ := strings.Cut(m.Text, "\n")
	letter.Subject(clean(subject))
	letter.SetDate()
	letter.SetMessageID()
	letter.SetBodyString(mail.TypeTextPlain, m.Text)
	client, err := mail.NewClient(u.Hostname(), s.mailOptions(ctx, u)...)
	if err != nil {
		return err
	}
	return client.DialAndSendWithContext(ctx, letter)
}

// mailOptions leaves the time to ctx: the library gives each command a time of its own.
func (s Sender) mailOptions(ctx context.Context, u *url.URL) []mail.Option {
	options := []mail.Option{mail.WithPort(port(u)), mail.WithTimeout(2 * timeout), mail.WithDialContextFunc(s.mailDialer(ctx, u)), mail.WithTLSPolicy(encryption(u))}
	if password, ok := u.User.Password(); ok {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	return options
}

// encrypted reports whether a mail server is spoken to in TLS from the first byte.
func encrypted(u *url.URL) bool { return u.Scheme == "smtps" || u.Port() == "465" }

func encryption(u *url.URL) mail.TLSPolicy {
	if encrypted(u) || loopback(u.Hostname()) {
		return mail.TLSOpportunistic
	}
	return mail.TLSMandatory
}

func port(u *url.URL) int {
	if n, err := strconv.Atoi(u.Port()); err == nil {
		return n
	}
	if encrypted(u) {
		return 465
	}
	return 587
}

// mailDialer connects for ctx: when that ends, so does the connection, whatever the
// server is at.
func (s Sender) mailDialer(ctx context.Context, u *url.URL) mail.DialContextFunc {
	dial := s.dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	return func(within context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(within, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { _ = conn.Close() })
		if !encrypted(u) {
			return conn, nil
		}
		secured := tls.Client(conn, &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12})
		return secured, secured.HandshakeContext(within)
	}
}
