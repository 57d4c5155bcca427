package credentials

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const key = `{"clientid":"key-id","clientsecret":"s3cret","url":"https://zone-a.auth.example","identityzone":"zone-a","identityzoneid":"1234","serviceurls":{"AI_API_URL":"https://api.example"}}`

// write writes files under a temporary directory and returns it. It replaces
// %DIR% in their text by the directory.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(text, "%DIR%", dir)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFind(t *testing.T) {
	t.Parallel()
	const pemKey, certificate = "-----BEGIN EC PRIVATE KEY-----\nMHc=\n-----END EC PRIVATE KEY-----\n", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
	oneLine := func(pem string) string { return strings.ReplaceAll(pem, "\n", `\n`) }
	x509Key := `{"clientid":"x","certificate":"` + oneLine(certificate) + `","key":"` + oneLine(pemKey) + `","certurl":"https://cert.example","url":"https://auth.example","serviceurls":{"AI_API_URL":"https://api.example/v2"}}`
	variables := map[string]string{
		"AICORE_CLIENT_ID": "var-id", "AICORE_CLIENT_SECRET": "s3cret", "AICORE_AUTH_URL": "https://auth.example/oauth/token", "AICORE_BASE_URL": "https://api.example/v2",
	}
	with := func(more map[string]string) map[string]string {
		all := map[string]string{}
		for name, value := range variables {
			all[name] = value
		}
		for name, value := range more {
			all[name] = value
		}
		return all
	}
	tests := map[string]struct {
		files     map[string]string
		variables map[string]string
		settings  Settings
		id        string // client id that is found
		token     string // token URL that is found
		api       string
		group     string
		want      string // part of the error
		warnings  int
	}{
		"variables":                       {variables: variables, id: "var-id", token: "https://auth.example/oauth/token", api: "https://api.example/v2", group: "default"},
		"a service key in a variable":     {variables: map[string]string{"AICORE_SERVICE_KEY": key, "AICORE_RESOURCE_GROUP": "mine"}, id: "key-id", token: "https://zone-a.auth.example/oauth/token", api: "https://api.example/v2", group: "mine"},
		"the config's key file wins":      {files: map[string]string{"key.json": key}, settings: Settings{ServiceKeyFile: "key.json"}, variables: variables, id: "key-id", warnings: 1},
		"the config's binding wins":       {files: map[string]string{"b/clientid": "bound", "b/clientsecret": "s3cret", "b/url": "https://a.example", "b/serviceurls": `{"AI_API_URL":"https://api.example/base"}`, "b/.metadata": "{"}, settings: Settings{ServiceBindingDir: "b"}, id: "bound", api: "https://api.example/base"},
		"the operator's one file":         {files: map[string]string{"root/aicore/one/key": key}, variables: map[string]string{"SERVICE_BINDING_ROOT": "%DIR%/root"}, id: "key-id"},
		"two bindings are ambiguous":      {files: map[string]string{"root/aicore/one/key": key, "root/aicore/two/key": key}, variables: map[string]string{"SERVICE_BINDING_ROOT": "%DIR%/root"}, want: "aiCore.serviceBindingDir"},
		"config.json":                     {files: map[string]string{"home/config.json": `{"AICORE_CLIENT_ID":"file-id","AICORE_CLIENT_SECRET":"s3cret","AICORE_AUTH_URL":"https://a.example","AICORE_BASE_URL":"https://b.example","AICORE_RESOURCE_GROUP":"of-file"}`}, variables: map[string]string{"AICORE_HOME": "%DIR%/home"}, id: "file-id", group: "of-file"},
		"the file of a profile":           {files: map[string]string{"home/config_test.json": `{"AICORE_CLIENT_ID":"profile-id","AICORE_CLIENT_SECRET":"s3cret","AICORE_AUTH_URL":"https://a.example","AICORE_BASE_URL":"https://b.example"}`}, variables: map[string]string{"AICORE_HOME": "%DIR%/home", "AICORE_PROFILE": "test"}, id: "profile-id"},
		"Cloud Foundry":                   {variables: map[string]string{"VCAP_SERVICES": `{"other":[],"aicore":[{"credentials":` + key + `}]}`}, id: "key-id"},
		"the group alone elsewhere":       {files: map[string]string{"home/config.json": `{"AICORE_RESOURCE_GROUP":"of-file"}`}, variables: with(map[string]string{"AICORE_HOME": "%DIR%/home"}), id: "var-id", group: "of-file"},
		"a certificate in a key":          {variables: map[string]string{"AICORE_SERVICE_KEY": x509Key}, id: "x", token: "https://cert.example/oauth/token"},
		"a certificate in variables":      {variables: map[string]string{"AICORE_CLIENT_ID": "x", "AICORE_AUTH_URL": "https://a.example", "AICORE_CERT_URL": "https://c.example", "AICORE_BASE_URL": "https://b.example", "AICORE_CERT_STR": oneLine(certificate), "AICORE_KEY_STR": oneLine(pemKey)}, id: "x", token: "https://c.example/oauth/token"},
		"a certificate in files":          {files: map[string]string{"c.pem": certificate, "k.pem": pemKey}, variables: map[string]string{"AICORE_CLIENT_ID": "x", "AICORE_AUTH_URL": "https://a.example", "AICORE_BASE_URL": "https://b.example", "AICORE_CERT_FILE_PATH": "%DIR%/c.pem", "AICORE_KEY_FILE_PATH": "%DIR%/k.pem"}, id: "x"},
		"two complete ones that differ":   {variables: with(map[string]string{"AICORE_SERVICE_KEY": key}), id: "var-id", warnings: 1},
		"a secret and a certificate":      {variables: with(map[string]string{"AICORE_CERT_STR": "x"}), want: "leave one"},
		"nothing anywhere":                {want: "set AICORE_SERVICE_KEY"},
		"half a set is not filled up":     {variables: map[string]string{"AICORE_CLIENT_ID": "x", "AICORE_SERVICE_KEY": key}, want: "no auth url, no base url, no client secret or certificate"},
		"a key that is not JSON":          {variables: map[string]string{"AICORE_SERVICE_KEY": `{"clientsecret":"s3cret`}, want: "not the JSON of a service key"},
		"plain http":                      {variables: with(map[string]string{"AICORE_BASE_URL": "http://api.example"}), want: "plain http to api.example is refused"},
		"plain http to the loopback":      {variables: with(map[string]string{"AICORE_BASE_URL": "http://127.0.0.1:8080", "AICORE_AUTH_URL": "http://localhost:1"}), id: "var-id", api: "http://127.0.0.1:8080/v2"},
		"a password in the address":       {variables: with(map[string]string{"AICORE_BASE_URL": "https://me:s3cret@api.example"}), want: "without user or password"},
		"the tenant that is pinned":       {variables: map[string]string{"AICORE_SERVICE_KEY": key}, settings: Settings{IdentityZone: "zone-a"}, id: "key-id"},
		"the tenant pinned by its id":     {variables: map[string]string{"AICORE_SERVICE_KEY": key}, settings: Settings{IdentityZone: "1234"}, id: "key-id"},
		"another than the one pinned":     {variables: map[string]string{"AICORE_SERVICE_KEY": key}, settings: Settings{IdentityZone: "zone-b"}, want: `of the tenant "zone-a"`},
		"a pin by the token host's name":  {variables: variables, settings: Settings{IdentityZone: "auth"}, id: "var-id"},
		"a group with a blank at its end": {variables: with(map[string]string{"AICORE_RESOURCE_GROUP": "prod "}), want: `the resource group "prod ", from the variable AICORE_RESOURCE_GROUP, cannot be sent as it is`},
		"a group that breaks the line":    {files: map[string]string{"home/config.json": `{"AICORE_RESOURCE_GROUP":"a\nb"}`}, variables: with(map[string]string{"AICORE_HOME": "%DIR%/home"}), want: "config.json, cannot be sent"},
		"a key file that is not there":    {settings: Settings{ServiceKeyFile: "none.json"}, variables: variables, want: "none.json"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := write(t, test.files)
			s := test.settings
			s.Home = dir
			s.Getenv = func(name string) string { return strings.ReplaceAll(test.variables[name], "%DIR%", dir) }
			for _, path := range []*string{&s.ServiceKeyFile, &s.ServiceBindingDir} {
				if *path != "" {
					*path = filepath.Join(dir, *path)
				}
			}
			c, warnings, err := s.Find()
			if err != nil || test.want != "" {
				if err == nil || test.want == "" || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "s3cret") {
					t.Errorf("error %v, want %q", err, test.want)
				}
				if name == "nothing anywhere" && !errors.Is(err, ErrNoCredentials) {
					t.Error("it is not ErrNoCredentials")
				}
				return
			}
			if c.ClientID != test.id || len(warnings) != test.warnings ||
				test.token != "" && c.TokenURL() != test.token || test.api != "" && c.APIURL() != test.api || test.group != "" && c.ResourceGroup != test.group {
				t.Errorf("%+v, %s, %s, warnings %q", c, c.TokenURL(), c.APIURL(), warnings)
			}
		})
	}
}

func TestARotatedKeyIsTakenUpWithTheNextToken(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{"key.json": key})
	s := Settings{ServiceKeyFile: filepath.Join(dir, "key.json"), Getenv: func(string) string { return "" }, Home: dir}
	source := s.Source()
	if c, err := source(); err != nil || c.ClientID != "key-id" {
		t.Fatalf("%+v, %v", c, err)
	}
	if err := os.WriteFile(s.ServiceKeyFile, []byte(strings.Replace(key, "key-id", "rotated", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := source(); err != nil || c.ClientID != "rotated" {
		t.Errorf("%+v, %v", c, err)
	}
}
