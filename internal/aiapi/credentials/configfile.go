package credentials

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// configFile reads config.json, or the file of the profile.
func (s Settings) configFile() (*Credentials, error) {
	values, err := s.configValues()
	if values == nil || err != nil {
		return nil, err
	}
	return named(func(name string) string { return values[name] })
}

func (s Settings) configFileGroup() string {
	values, _ := s.configValues() // Find has already reported an unreadable file
	return values[nameResourceGroup]
}

func (s Settings) configValues() (map[string]string, error) {
	text, err := os.ReadFile(s.configPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var values map[string]string
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, errors.New("the file is not a JSON object of texts")
	}
	return values, nil
}

// configPath returns AICORE_CONFIG, or under AICORE_HOME config.json or the file
// of AICORE_PROFILE.
func (s Settings) configPath() string {
	if path := s.Getenv("AICORE_CONFIG"); path != "" {
		return path
	}
	name := "config.json"
	if profile := s.Getenv("AICORE_PROFILE"); profile != "" && profile != "default" {
		name = "config_" + profile + ".json"
	}
	return filepath.Join(cmp.Or(s.Getenv("AICORE_HOME"), filepath.Join(s.Home, ".aicore")), name)
}
