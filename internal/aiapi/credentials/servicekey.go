package credentials

import (
	"cmp"
	"encoding/json"
	"errors"
	"os"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
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
		ClientID: k.ClientID, ClientSecret: secret.New(k.ClientSecret), AuthURL: k.URL,
		BaseURL: k.ServiceURLs.API, IdentityZone: k.IdentityZone, ZoneID: k.ZoneID,
	}
	if k.Certificate != "" {
		c.Certificate, c.Key = unescaped(k.Certificate), secret.New(unescaped(k.Key))
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
