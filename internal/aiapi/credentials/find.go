package credentials

import (
	"errors"
	"fmt"
	"strings"
)

// Settings say where to look for credentials.
type Settings struct {
	ServiceKeyFile    string              // of the config; wins over all other places
	ServiceBindingDir string              // of the config; wins over all places but ServiceKeyFile
	IdentityZone      string              // the only tenant whose credentials are accepted; "": any
	Getenv            func(string) string // the environment's variables
	Home              string              // the user's home directory
}

// ErrNoCredentials is wrapped by the error of Find if no place has credentials.
var ErrNoCredentials = errors.New("no credentials")

// place is a place where credentials can be. read returns nil if there are none,
// and an error if there are some that cannot be read.
type place struct {
	name string
	read func() (*Credentials, error)
}

// Find looks first in the places that the config names, then where SAP's own SDKs
// look. The first place that has any credential supplies all of them. Only the
// resource group is looked up separately. The warnings name other places that
// have complete but different credentials.
func (s Settings) Find() (Credentials, []string, error) {
	found, warnings, err := s.first()
	if err != nil {
		return Credentials{}, nil, err
	}
	if err := found.check(); err != nil {
		return Credentials{}, nil, err
	}
	if found.ResourceGroup, err = s.resourceGroup(found); err != nil {
		return Credentials{}, nil, err
	}
	return *found, warnings, s.pinned(found)
}

// Source returns Find as a Source.
func (s Settings) Source() Source {
	return func() (Credentials, error) {
		c, _, err := s.Find()
		return c, err
	}
}

// first returns the credentials of the first place that has any.
func (s Settings) first() (found *Credentials, warnings []string, err error) {
	var looked []string
	for _, p := range s.places() {
		looked = append(looked, p.name)
		c, err := p.read()
		if err != nil && found == nil {
			return nil, nil, fmt.Errorf("credentials from %s: %w", p.name, err)
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
		return nil, nil, fmt.Errorf("%w: looked at %s: set AICORE_SERVICE_KEY to the service key's JSON, or aiCore.serviceKeyFile to its file", ErrNoCredentials, strings.Join(looked, ", "))
	}
	return found, warnings, nil
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

// resourceGroup returns the first of: the group in the variable, in the
// credentials, in config.json, SAP's default.
func (s Settings) resourceGroup(found *Credentials) (string, error) {
	places := []struct{ name, group string }{
		{"the variable " + nameResourceGroup, s.Getenv(nameResourceGroup)},
		{found.Origin, found.ResourceGroup},
		{s.configPath(), s.configFileGroup()},
	}
	for _, p := range places {
		if p.group != "" {
			return p.group, checkGroup(p.group, p.name)
		}
	}
	return "default", nil
}
