package credentials

import (
	"bytes"
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

// bindingRoot reads the binding under $SERVICE_BINDING_ROOT/aicore. There must be
// only one.
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
			continue // .metadata, and the links that Kubernetes uses to swap all files at once
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

// parseBinding reads one file for each key, or one file with the whole JSON, as
// the BTP operator writes it if secretKey is set.
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

// asValue returns the content of a file of a binding as JSON for a service key.
// serviceurls is an object. Every other value is a string, even if it looks like
// JSON.
func asValue(name string, text []byte) json.RawMessage {
	trimmed := bytes.TrimSpace(text)
	if name == "serviceurls" && json.Valid(trimmed) {
		return trimmed
	}
	quoted, _ := json.Marshal(string(trimmed)) // marshalling a string cannot fail
	return quoted
}
