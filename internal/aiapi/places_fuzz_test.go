package aiapi

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What Cloud Foundry sets and what config.json holds are credentials that can be
// used, or an error that does not repeat them.
func FuzzPlaces(f *testing.F) {
	f.Add(`{"aicore":[{"credentials":`+key+`}]}`, `{"AICORE_CLIENT_ID":"id","AICORE_CLIENT_SECRET":"a-long-secret"}`)
	f.Add(`{"aicore":[]}`, `{"AICORE_CLIENT_ID":7}`)
	f.Add(`{"aicore":[{"credentials":null}]}`, `null`)
	f.Fuzz(func(t *testing.T, vcap, config string) {
		path := filepath.Join(t.TempDir(), "config.json")
		if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, variables := range []map[string]string{{"AICORE_CONFIG": path + ".none", "VCAP_SERVICES": vcap}, {"AICORE_CONFIG": path}} {
			c, _, err := Settings{Getenv: func(name string) string { return variables[name] }, Home: "/nonexistent"}.Find()
			if err == nil && (c.ClientID == "" || c.BaseURL == "" || c.AuthURL == "" || c.ClientSecret.IsZero() && !c.X509()) {
				t.Errorf("half of credentials: %+v", c)
			}
			if err != nil && strings.Contains(err.Error(), "a-long-secret") {
				t.Errorf("the error holds it: %v", err)
			}
		}
	})
}

// Each file of a service binding is a value of a service key.
func FuzzBinding(f *testing.F) {
	f.Add([]byte(`{"AI_API_URL":"https://x"}`))
	f.Add([]byte("text\n"))
	f.Add([]byte{0xff, '"', '\\'})
	f.Fuzz(func(t *testing.T, text []byte) {
		if value := asJSON(text); !json.Valid(value) {
			t.Errorf("%q becomes %s", text, value)
		}
	})
}
