package aiapi

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Source gives the credentials. It is asked again for every token, so that a key
// that was rotated in place is taken up without a restart.
type Source func() (Credentials, error)

// Settings say where to look for credentials.
type Settings struct {
	ServiceKeyFile    string              // of the config; wins over all others
	ServiceBindingDir string              // of the config; wins over all but ServiceKeyFile
	IdentityZone      string              // the only tenant whose credentials may be used; "" for any
	Getenv            func(string) string // the environment's variables
	Home              string              // the user's home directory
}

// ErrNoCredentials is wrapped by the error of Find where no place has any.
var ErrNoCredentials = errors.New("no credentials")

// place is one place that credentials can be in. It returns nil where there are
// none, and an error where there are some that cannot be read.
type place struct {
	name string
	read func() (*Credentials, error)
}

// Find looks where SAP's own SDKs look, after what the config names: the first
// place that holds any credential supplies all of them; the resource group alone
// is looked up on its own. The warnings name further places whose credentials
// are complete and disagree.
func (s Settings) Find() (Credentials, []string, error) {
	var found *Credentials
	var warnings, looked []string
	for _, p := range s.places() {
		looked = append(looked, p.name)
		c, err := p.read()
		if err != nil && found == nil {
			return Credentials{}, nil, fmt.Errorf("credentials from %s: %w", p.name, err)
		}
		switch {
		case c == nil:
		case found == nil:
			c.Origin = p.name
			found = c
		case c.ClientID != found.ClientID && c.check() == nil:
			warnings = append(warnings, fmt.Sprintf("the credentials of %s are used; those of %s, of client %s, are not", found.Origin, p.name, c.ClientID))
		}
	}
	if found == nil {
		return Credentials{}, nil, fmt.Errorf("%w: looked at %s: set AICORE_SERVICE_KEY to the service key's JSON, or aiCore.serviceKeyFile to its file", ErrNoCredentials, strings.Join(looked, ", "))
	}
	found.ResourceGroup = cmp.Or(s.Getenv("AICORE_RESOURCE_GROUP"), found.ResourceGroup, s.configFileGroup(), "default")
	if err := found.check(); err != nil {
		return Credentials{}, nil, err
	}
	return *found, warnings, s.pinned(found)
}

// Source is s as the client takes it.
func (s Settings) Source() Source {
	return func() (Credentials, error) {
		c, _, err := s.Find()
		return c, err
	}
}

func (s Settings) places() []place {
	var places []place
	if s.ServiceKeyFile != "" {
		places = append(places, place{"aiCore.serviceKeyFile " + s.ServiceKeyFile, s.keyFile})
	}
	if s.ServiceBindingDir != "" {
		places = append(places, place{"aiCore.serviceBindingDir " + s.ServiceBindingDir, s.bindingDir})
	}
	return append(places,
		place{"the AICORE_* variables", s.variables},
		place{"AICORE_SERVICE_KEY", s.keyVariable},
		place{s.configPath(), s.configFile},
		place{"VCAP_SERVICES", s.vcap},
		place{"SERVICE_BINDING_ROOT", s.bindingRoot},
	)
}

// pinned refuses the credentials of another tenant than the one the config names,
// by its name or its id.
func (s Settings) pinned(c *Credentials) error {
	if s.IdentityZone == "" || s.IdentityZone == c.zone() || s.IdentityZone == c.ZoneID {
		return nil
	}
	return fmt.Errorf("credentials from %s are of the tenant %q, but aiCore.identityZone allows only %q: nothing was tried", c.Origin, c.zone(), s.IdentityZone)
}

// zone is the tenant of the credentials: as their source says, else the first
// part of the token host's name, where SAP puts it.
func (c *Credentials) zone() string {
	if c.IdentityZone != "" {
		return c.IdentityZone
	}
	u, err := url.Parse(c.AuthURL)
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(u.Hostname(), ".")
	return first
}
