package credentials

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// keyOf returns a service key with this client id.
func keyOf(id string) string { return strings.Replace(key, "key-id", id, 1) }

// everywhere puts credentials in every place. Each client id is named after its
// place.
func everywhere(t *testing.T) (s Settings, variables map[string]string) {
	t.Helper()
	dir := write(t, map[string]string{
		"key.json": keyOf("serviceKeyFile"), "bound/key": keyOf("serviceBindingDir"), "root/aicore/one/key": keyOf("SERVICE_BINDING_ROOT"),
		"config.json": `{"AICORE_CLIENT_ID":"config.json","AICORE_CLIENT_SECRET":"s3cret","AICORE_AUTH_URL":"https://auth.example","AICORE_BASE_URL":"https://api.example"}`,
	})
	variables = map[string]string{
		"AICORE_CLIENT_ID": "variables", "AICORE_CLIENT_SECRET": "s3cret", "AICORE_AUTH_URL": "https://auth.example", "AICORE_BASE_URL": "https://api.example",
		"AICORE_SERVICE_KEY": keyOf("AICORE_SERVICE_KEY"), "AICORE_CONFIG": filepath.Join(dir, "config.json"),
		"VCAP_SERVICES": `{"aicore":[{"credentials":` + keyOf("VCAP_SERVICES") + `}]}`, "SERVICE_BINDING_ROOT": filepath.Join(dir, "root"),
	}
	return Settings{
		ServiceKeyFile: filepath.Join(dir, "key.json"), ServiceBindingDir: filepath.Join(dir, "bound"),
		Home: t.TempDir(), Getenv: func(name string) string { return variables[name] },
	}, variables
}

func TestThePlacesAreLookedAtInOrder(t *testing.T) {
	t.Parallel()
	s, variables := everywhere(t)
	steps := []struct {
		id     string
		remove func()
	}{
		{"serviceKeyFile", func() { s.ServiceKeyFile = "" }},
		{"serviceBindingDir", func() { s.ServiceBindingDir = "" }},
		{"variables", func() {
			for _, name := range []string{"AICORE_CLIENT_ID", "AICORE_CLIENT_SECRET", "AICORE_AUTH_URL", "AICORE_BASE_URL"} {
				delete(variables, name)
			}
		}},
		{"AICORE_SERVICE_KEY", func() { delete(variables, "AICORE_SERVICE_KEY") }},
		{"config.json", func() { delete(variables, "AICORE_CONFIG") }},
		{"VCAP_SERVICES", func() { delete(variables, "VCAP_SERVICES") }},
		{"SERVICE_BINDING_ROOT", func() { delete(variables, "SERVICE_BINDING_ROOT") }},
	}
	for i, step := range steps {
		c, warnings, err := s.Find()
		if err != nil || c.ClientID != step.id {
			t.Fatalf("found %q, %v, want %q", c.ClientID, err, step.id)
		}
		if left := len(steps) - 1 - i; len(warnings) != left {
			t.Errorf("%s: %d warnings of %d other places: %q", step.id, len(warnings), left, warnings)
		}
		if i+1 < len(steps) && !strings.Contains(strings.Join(warnings, ""), "of client "+steps[i+1].id) {
			t.Errorf("%s: the next place is not warned of: %q", step.id, warnings)
		}
		step.remove()
	}
	_, _, err := s.Find()
	if err == nil {
		t.Fatal("credentials out of nowhere")
	}
	for _, place := range []string{"AICORE_* variables", "AICORE_SERVICE_KEY", "config.json", "VCAP_SERVICES", "SERVICE_BINDING_ROOT"} {
		if !strings.Contains(err.Error(), place) {
			t.Errorf("%q does not say that it looked at %s", err, place)
		}
	}
}

// Broken credentials in a place are an error. Find must not go on to another
// place, which may belong to another tenant.
func TestABrokenPlaceIsNotPassedOver(t *testing.T) {
	t.Parallel()
	for _, broken := range []string{"AICORE_SERVICE_KEY", "config.json", "VCAP_SERVICES"} {
		t.Run(broken, func(t *testing.T) {
			t.Parallel()
			const text = `{"clientsecret":"s3cret"`
			s, variables := everywhere(t)
			dir := write(t, map[string]string{"config.json": text})
			left := map[string]string{broken: text, "SERVICE_BINDING_ROOT": variables["SERVICE_BINDING_ROOT"]}
			if broken == "config.json" {
				left["AICORE_CONFIG"] = filepath.Join(dir, "config.json")
			}
			s = Settings{Home: s.Home, Getenv: func(name string) string { return left[name] }}
			_, _, err := s.Find()
			if err == nil || !strings.Contains(err.Error(), broken) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	full := Credentials{ClientID: "id", ClientSecret: secret.New("s3cret"), AuthURL: "https://a.example", BaseURL: "https://b.example", Origin: "the test"}
	tests := map[string]struct {
		change func(*Credentials)
		want   string
	}{
		"nothing":               {func(*Credentials) {}, ""},
		"a client id":           {func(c *Credentials) { c.ClientID = "" }, "no client id"},
		"a secret":              {func(c *Credentials) { c.ClientSecret = secret.Text{} }, "no client secret or certificate"},
		"a token host":          {func(c *Credentials) { c.AuthURL = "" }, "no auth url"},
		"an API":                {func(c *Credentials) { c.BaseURL = "" }, "no base url"},
		"a choice":              {func(c *Credentials) { c.Certificate = "x" }, "leave one of them out"},
		"a scheme":              {func(c *Credentials) { c.BaseURL = "b.example" }, "https addresses such as"},
		"another scheme":        {func(c *Credentials) { c.AuthURL = "ftp://a.example" }, "write an https address"},
		"TLS":                   {func(c *Credentials) { c.AuthURL = "http://a.example" }, "plain http to a.example is refused"},
		"TLS to a near one":     {func(c *Credentials) { c.BaseURL = "http://10.0.0.1" }, "use https"},
		"TLS to a lookalike":    {func(c *Credentials) { c.BaseURL = "http://localhost.example" }, "use https"},
		"TLS, all in capitals":  {func(c *Credentials) { c.BaseURL = "HTTP://b.example" }, "use https"},
		"no TLS over loopback":  {func(c *Credentials) { c.BaseURL = "http://127.8.0.1:1" }, ""},
		"nor over that of IPv6": {func(c *Credentials) { c.BaseURL = "http://[::1]:1" }, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := full
			test.change(&c)
			err := c.check()
			if (err != nil) != (test.want != "") || err != nil && (!strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "from the test")) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}
