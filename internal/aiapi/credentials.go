package aiapi

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Credentials are what a service key says: who calls, where the tokens are, and
// where the API is. Of ClientSecret and Certificate with Key, one is set.
type Credentials struct {
	ClientID      string
	ClientSecret  Secret
	Certificate   string // PEM, the chain of the client certificate
	Key           Secret // PEM, its key
	AuthURL       string // the token host, or the whole token URL
	BaseURL       string // the AI API, with or without /v2
	ResourceGroup string // "" for none named
	IdentityZone  string // the tenant's name; "" where the source does not say
	ZoneID        string // the tenant's id; "" likewise
	Origin        string // where they were found, for people
}

// X509 tells whether the client proves itself by a certificate.
func (c *Credentials) X509() bool { return c.Certificate != "" }

// check says what is missing or not to be trusted. Secrets go to no host over
// plain HTTP but the loopback.
func (c *Credentials) check() error {
	var missing []string
	for _, f := range []struct{ name, value string }{
		{"client id", c.ClientID}, {"auth url", c.AuthURL}, {"base url", c.BaseURL},
	} {
		if f.value == "" {
			missing = append(missing, f.name)
		}
	}
	if c.ClientSecret.IsZero() && !c.X509() {
		missing = append(missing, "client secret or certificate")
	}
	if len(missing) > 0 {
		return fmt.Errorf("credentials from %s: no %s", c.Origin, strings.Join(missing, ", no "))
	}
	if !c.ClientSecret.IsZero() && c.X509() {
		return fmt.Errorf("credentials from %s: both a client secret and a certificate: leave one of them out", c.Origin)
	}
	for _, u := range []string{c.AuthURL, c.BaseURL} {
		if err := safeURL(u); err != nil {
			return fmt.Errorf("credentials from %s: %w", c.Origin, err)
		}
	}
	return nil
}

// safeURL refuses what is no web address, and plain HTTP to any host but the
// loopback. The address is not repeated where it could hold a password.
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

// tokenURL is the token endpoint: AuthURL, with /oauth/token where it is not there.
func (c *Credentials) tokenURL() string {
	base := strings.TrimRight(c.AuthURL, "/")
	if strings.HasSuffix(base, TokenEndpoint) {
		return base
	}
	return base + TokenEndpoint
}

// apiURL is the base of all paths: BaseURL, with /v2 where it has no path.
func (c *Credentials) apiURL() string {
	base := strings.TrimRight(c.BaseURL, "/")
	if u, err := url.Parse(base); err == nil && strings.Trim(u.Path, "/") == "" {
		return base + "/v2"
	}
	return base
}
