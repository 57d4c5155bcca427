// Package credentials finds the credentials of SAP AI Core where SAP's own SDKs
// look for them: in variables, a service key, config.json, a service binding and
// VCAP_SERVICES.
package credentials

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// Credentials hold the content of a service key: the client, the token host and
// the address of the API. Either ClientSecret is set, or Certificate and Key.
type Credentials struct {
	ClientID      string
	ClientSecret  secret.Text
	Certificate   string      // PEM, the chain of the client certificate
	Key           secret.Text // PEM, its key
	AuthURL       string      // the token host, or the whole token URL
	BaseURL       string      // the AI API, with or without /v2
	ResourceGroup string      // "" if none is named
	IdentityZone  string      // the tenant's name; "" if the source gives none
	ZoneID        string      // the tenant's id; "" if the source gives none
	Origin        string      // where they were found, for messages
}

// X509 reports whether the client authenticates with a certificate.
func (c *Credentials) X509() bool { return c.Certificate != "" }

// Source returns the credentials. It is called again for every token, so that a
// key that was rotated in place is used without a restart.
type Source func() (Credentials, error)

// check returns an error that says what is missing or not safe. Secrets are sent
// over plain HTTP only to the loopback.
func (c *Credentials) check() error {
	if missing := c.missing(); len(missing) > 0 {
		return fmt.Errorf("credentials from %s: no %s", c.Origin, strings.Join(missing, ", no "))
	}
	if !c.ClientSecret.IsZero() && c.X509() {
		return fmt.Errorf("credentials from %s: both a client secret and a certificate: leave one of them out", c.Origin)
	}
	if err := errors.Join(safeURL(c.AuthURL), safeURL(c.BaseURL)); err != nil {
		return fmt.Errorf("credentials from %s: %w", c.Origin, err)
	}
	return nil
}

func (c *Credentials) missing() []string {
	var missing []string
	for _, f := range []struct {
		name  string
		there bool
	}{
		{"client id", c.ClientID != ""},
		{"auth url", c.AuthURL != ""},
		{"base url", c.BaseURL != ""},
		{"client secret or certificate", !c.ClientSecret.IsZero() || c.X509()},
	} {
		if !f.there {
			missing = append(missing, f.name)
		}
	}
	return missing
}
