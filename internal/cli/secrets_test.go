package cli_test

import (
	"bytes"
	"context"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

const faulty = `
mode: enforce
stopTimeout: 1s
resourceGroups: {include: ["*"]}
api: {requestsPerSecond: 0, retries: 1, timeout: 5s}
limits: {maxPercent: 100}
metrics: {pushgateway: {url: "http://me:very-secret-password@127.0.0.1:1"}}
policies:
  - {name: a, match: {statuses: [DEAD], olderThan: 3d}, action: delete}
`

// Every command is run at debug level against a tenant that misbehaves, and all
// that it writes is searched for what must not be in it.
func TestNoSecretIsEverWritten(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.Options{
		ResourceGroups: 2, Executions: 40, Seed: 3, ClientSecret: "very-secret-secret",
		Faults: []simulator.Fault{{Kind: "500", Rate: 0.1}, {Kind: "unauthorized", Rate: 0.1}, {Kind: "cut-after", Rate: 0.1}, {Kind: "item-error", Rate: 0.3}},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	config := filepath.Join(dir, "c.yaml")
	text := faulty + "audit: {file: " + filepath.Join(dir, "audit.jsonl") + "}\narchive: {url: \"file://" + filepath.Join(dir, "archive") + "\"}\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	id, secret := sim.Credentials()
	variables := map[string]string{
		"AICORE_CLIENT_ID": id, "AICORE_CLIENT_SECRET": secret, "AICORE_AUTH_URL": server.URL, "AICORE_BASE_URL": server.URL,
		"AICORE_HOME": dir, "AICORE_SERVICE_KEY": `{"clientid":"other","clientsecret":"very-secret-other","url":"https://a.example","serviceurls":{"AI_API_URL":"https://b.example"}}`,
	}
	var out bytes.Buffer
	run := func(secret string, args ...string) {
		variables["AICORE_CLIENT_SECRET"] = secret
		cli.Run(context.Background(), cli.Environment{
			Args: append(args, "--config", config, "--log-level", "debug"), Stdout: &out, Stderr: &out,
			Getenv: func(name string) string { return variables[name] }, Terminal: func(io.Writer) bool { return false },
		})
	}
	for _, args := range [][]string{
		{"plan", "--all"}, {"plan", "-o", "json"}, {"once"}, {"once", "-o", "json"}, {"explain", "nope"}, {"inventory"}, {"validate", "--online"},
		{"audit", filepath.Join(dir, "audit.jsonl"), "-o", "json"}, {"archive", "show", "nope"}, {"schema"}, {"version"}, {"test", config},
	} {
		run(secret, args...)
	}
	run("very-secret-and-wrong", "once")
	variables["AICORE_SERVICE_KEY"], variables["AICORE_CLIENT_ID"], variables["AICORE_AUTH_URL"], variables["AICORE_BASE_URL"] = `{"clientsecret": "very-secret-broken`, "", "", ""
	run("", "once")
	for _, file := range []string{"audit.jsonl"} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	written := out.String()
	for _, line := range strings.Split(written, "\n") {
		if strings.Contains(line, "very-secret") || strings.Contains(line, ".simulated") || strings.Contains(line, "eyJ") {
			t.Errorf("written: %s", line)
		}
	}
	for _, want := range []string{"request", "are not", "Pushgateway", "credentials"} { // or the search would prove nothing
		if !strings.Contains(written, want) {
			t.Errorf("nothing was written of %q", want)
		}
	}
}
