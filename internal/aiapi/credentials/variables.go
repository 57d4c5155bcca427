package credentials

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// The names of the variables. config.json uses the same names.
const (
	nameClientID      = "AICORE_CLIENT_ID"
	nameClientSecret  = "AICORE_CLIENT_SECRET"
	nameAuthURL       = "AICORE_AUTH_URL"
	nameBaseURL       = "AICORE_BASE_URL"
	nameResourceGroup = "AICORE_RESOURCE_GROUP"
	nameCertURL       = "AICORE_CERT_URL"
	nameCertFile      = "AICORE_CERT_FILE_PATH"
	nameKeyFile       = "AICORE_KEY_FILE_PATH"
	nameCert          = "AICORE_CERT_STR"
	nameKey           = "AICORE_KEY_STR"
)

// variables reads the AICORE_* variables.
func (s Settings) variables() (*Credentials, error) { return named(s.Getenv) }

// named returns the credentials from values with SAP's names, or nil if none of
// them is set.
func named(get func(name string) string) (*Credentials, error) {
	c := &Credentials{
		ClientID: get(nameClientID), ClientSecret: secret.New(get(nameClientSecret)),
		AuthURL: get(nameAuthURL), BaseURL: get(nameBaseURL), ResourceGroup: get(nameResourceGroup),
	}
	ways := 0
	for _, name := range []string{nameClientSecret, nameCertFile, nameCert} {
		if get(name) != "" {
			ways++
		}
	}
	if ways == 0 && c.ClientID == "" && c.AuthURL == "" && c.BaseURL == "" && get(nameKeyFile) == "" && get(nameKey) == "" {
		return nil, nil
	}
	if ways > 1 {
		return nil, fmt.Errorf("more than one of %s, %s and %s is set: leave one", nameClientSecret, nameCertFile, nameCert)
	}
	if err := halfSet(get, ways); err != nil {
		return nil, err
	}
	if get(nameCertFile) != "" || get(nameCert) != "" {
		c.AuthURL = cmp.Or(get(nameCertURL), c.AuthURL)
	}
	return c, certificateOf(c, get)
}

// halfSet returns an error for a certificate without its key, or a key without
// anything else.
func halfSet(get func(name string) string, ways int) error {
	for _, pair := range [][2]string{{nameCertFile, nameKeyFile}, {nameCert, nameKey}} {
		certificate, key := pair[0], pair[1]
		switch {
		case get(certificate) != "" && get(key) == "":
			return fmt.Errorf("%s is set without %s: set both", certificate, key)
		case get(key) != "" && get(certificate) == "" && ways == 0:
			return fmt.Errorf("%s is set without %s: set both", key, certificate)
		}
	}
	return nil
}

func certificateOf(c *Credentials, get func(name string) string) error {
	if path := get(nameCertFile); path != "" {
		certificate, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("%s: %w", nameCertFile, err)
		}
		key, err := os.ReadFile(get(nameKeyFile))
		if err != nil {
			return fmt.Errorf("%s: %w", nameKeyFile, err)
		}
		c.Certificate, c.Key = string(certificate), secret.New(string(key))
		return nil
	}
	c.Certificate = unescaped(get(nameCert))
	if c.Certificate != "" {
		c.Key = secret.New(unescaped(get(nameKey)))
	}
	return nil
}

// unescaped replaces \n, as one-line variables write it, by line ends.
func unescaped(pem string) string { return strings.ReplaceAll(pem, `\n`, "\n") }
