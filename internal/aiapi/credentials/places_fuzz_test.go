package credentials

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// VCAP_SERVICES and config.json give usable credentials or an error that does not
// repeat them.
func FuzzPlaces(f *testing.F) {
	f.Add(`{"aicore":[{"credentials":`+key+`}]}`, `{"AICORE_CLIENT_ID":"id","AICORE_CLIENT_SECRET":"a-long-secret"}`)
	f.Add(`{"aicore":[]}`, `{"AICORE_CLIENT_ID":7}`)
	f.Add(`{"aicore":[{"credentials":null}]}`, `null`)
	path := filepath.Join(f.TempDir(), "config.json")
	f.Fuzz(func(t *testing.T, vcap, config string) {
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

// A binding gives the service key from which it was made, with one file for each
// key or one file for all.
func FuzzBinding(f *testing.F) {
	f.Add("sb-a!b1|aicore!b2", "s$cret=", "https://auth.example", `{"AI_API_URL":"https://api.example"}`)
	f.Add("id", `{"a":1}`, "https://auth.example", `{"AI_API_URL":7}`)
	f.Add("id", "null", "7", `"x"`)
	f.Add("", "", "", "{")
	f.Fuzz(func(t *testing.T, id, secret, auth, urls string) {
		for _, text := range []string{id, secret, auth} {
			if !utf8.ValidString(text) || strings.TrimSpace(text) != text {
				return // no service key contains that
			}
		}
		key := map[string]any{"clientid": id, "clientsecret": secret, "url": auth, "serviceurls": urls}
		files := make(map[string][]byte)
		for name, value := range key {
			files[name] = []byte(value.(string) + "\n")
		}
		if json.Valid([]byte(urls)) {
			key["serviceurls"] = json.RawMessage(urls)
		}
		text, err := json.Marshal(key)
		if err != nil {
			t.Fatal(err)
		}
		want, wantErr := parseServiceKey(text)
		got, err := parseBinding(files)
		if (err == nil) != (wantErr == nil) || err == nil && *got != *want {
			t.Errorf("%s is read as %+v, %v", text, got, err)
		}
		if got, err := parseBinding(map[string][]byte{"credentials": text}); wantErr == nil && id != "" && (err != nil || *got != *want) {
			t.Errorf("%s as a whole is read as %+v, %v", text, got, err)
		}
	})
}
