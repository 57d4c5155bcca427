package aiapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// serviceKey is the JSON of an SAP AI Core service key.
type serviceKey struct {
	ClientID     string `json:"clientid"`
	ClientSecret string `json:"clientsecret"`
	URL          string `json:"url"`
	CertURL      string `json:"certurl"`
	Certificate  string `json:"certificate"`
	Key          string `json:"key"`
	IdentityZone string `json:"identityzone"`
	ZoneID       string `json:"identityzoneid"`
	ServiceURLs  struct {
		API string `json:"AI_API_URL"`
	} `json:"serviceurls"`
}

func parseServiceKey(text []byte) (*Credentials, error) {
	var k serviceKey
	if err := json.Unmarshal(text, &k); err != nil {
		return nil, errors.New("this is not the JSON of a service key") // the cause could quote the secret
	}
	c := &Credentials{
		ClientID: k.ClientID, ClientSecret: NewSecret(k.ClientSecret), AuthURL: k.URL,
		BaseURL: k.ServiceURLs.API, IdentityZone: k.IdentityZone, ZoneID: k.ZoneID,
	}
	if k.Certificate != "" {
		c.Certificate, c.Key = unescaped(k.Certificate), NewSecret(unescaped(k.Key))
		c.AuthURL = cmp.Or(k.CertURL, k.URL)
	}
	return c, nil
}

func (s Settings) keyVariable() (*Credentials, error) {
	if key := s.Getenv("AICORE_SERVICE_KEY"); key != "" {
		return parseServiceKey([]byte(key))
	}
	return nil, nil
}

func (s Settings) keyFile() (*Credentials, error) {
	text, err := os.ReadFile(s.ServiceKeyFile)
	if err != nil {
		return nil, err
	}
	return parseServiceKey(text)
}

// vcap reads the first binding of the label aicore, as Cloud Foundry hands it over.
func (s Settings) vcap() (*Credentials, error) {
	text := s.Getenv("VCAP_SERVICES")
	if text == "" {
		return nil, nil
	}
	var services map[string][]struct {
		Credentials json.RawMessage `json:"credentials"`
	}
	if json.Unmarshal([]byte(text), &services) != nil {
		return nil, errors.New("this is not the JSON that Cloud Foundry sets")
	}
	if len(services["aicore"]) == 0 {
		return nil, nil
	}
	return parseServiceKey(services["aicore"][0].Credentials)
}

// bindingRoot reads the one binding under $SERVICE_BINDING_ROOT/aicore.
func (s Settings) bindingRoot() (*Credentials, error) {
	root := s.Getenv("SERVICE_BINDING_ROOT")
	if root == "" {
		return nil, nil
	}
	instances, err := os.ReadDir(filepath.Join(root, "aicore"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []string
	for _, i := range instances {
		if !strings.HasPrefix(i.Name(), ".") {
			found = append(found, filepath.Join(root, "aicore", i.Name()))
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return readBinding(found[0])
	}
	return nil, fmt.Errorf("there are %d bindings (%s): name one in aiCore.serviceBindingDir", len(found), strings.Join(found, ", "))
}

func (s Settings) bindingDir() (*Credentials, error) { return readBinding(s.ServiceBindingDir) }

// readBinding reads a mounted secret.
func readBinding(dir string) (*Credentials, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue // .metadata, and the links by which Kubernetes swaps the whole
		}
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s holds no service binding", dir)
	}
	return parseBinding(files)
}

// parseBinding takes one file for each key, or, as the BTP operator writes it
// under a secretKey, one file with the whole JSON.
func parseBinding(files map[string][]byte) (*Credentials, error) {
	fields := make(map[string]json.RawMessage)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		var whole serviceKey
		if json.Unmarshal(files[name], &whole) == nil && whole.ClientID != "" {
			return parseServiceKey(files[name])
		}
		fields[name] = asValue(name, files[name])
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	return parseServiceKey(text)
}

// asValue is what a file of a binding holds as it stands in a service key: the
// urls are an object, all else is a text, even where it looks like JSON.
func asValue(name string, text []byte) json.RawMessage {
	trimmed := bytes.TrimSpace(text)
	if name == "serviceurls" && json.Valid(trimmed) {
		return trimmed
	}
	quoted, _ := json.Marshal(string(trimmed)) // a string always marshals
	return quoted
}
