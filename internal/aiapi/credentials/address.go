package credentials

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// TokenPath is the path of the token endpoint under the token host.
const TokenPath = "/oauth/token"

// TokenURL returns the token endpoint: AuthURL, with TokenPath appended if it is
// absent.
func (c *Credentials) TokenURL() string {
	base := strings.TrimRight(c.AuthURL, "/")
	if strings.HasSuffix(base, TokenPath) {
		return base
	}
	return base + TokenPath
}

// APIURL returns the base URL of all API paths: BaseURL, with /v2 appended if it
// has no path.
func (c *Credentials) APIURL() string {
	base := strings.TrimRight(c.BaseURL, "/")
	if u, err := url.Parse(base); err == nil && strings.Trim(u.Path, "/") == "" {
		return base + "/v2"
	}
	return base
}

// safeURL returns an error for a text that is not a web address, and for plain
// HTTP to any host but the loopback. The error does not repeat an address that
// could contain a password.
func safeURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil {
		return errors.New("the auth url and the base url must be https addresses such as https://api.example.com, without user or password")
	}
	switch {
	case u.Scheme == "https", u.Scheme == "http" && loopback(u.Hostname()):
		return nil
	case u.Scheme == "http":
		return fmt.Errorf("plain http to %s is refused, as it would show the credentials to the network: use https", u.Host)
	}
	return fmt.Errorf("%s: write an https address", u.Redacted())
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
