package credentials

import (
	"encoding/json"
	"errors"
)

// vcap reads the first binding with the label aicore from Cloud Foundry's
// VCAP_SERVICES.
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
