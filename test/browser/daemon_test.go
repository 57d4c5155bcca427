//go:build integration

package browser

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const policies = `
schedule: "@every 1h"
observe: "@every 2s"
resourceGroups: {include: ["*"], exclude: ["prod-*"]}
api: {requestsPerSecond: 0}
limits: {maxPercent: 100}
policies:
  - {name: failed-after-3d, match: {statuses: [DEAD, UNKNOWN], olderThan: 3d}, action: delete}
  - {name: runaway-training, match: {statuses: [RUNNING], olderThan: 48h}, action: stop}
  - {name: old-runs, match: {statuses: [COMPLETED, STOPPED], olderThan: 1d}, action: delete}
costs:
  price: {perCapacityUnit: 0.9, currency: EUR}
  resourcePlans: {train.l: {capacityUnitsPerHour: 11.5}}
  executables: [{executables: ["*"], resourcePlan: train.l}]
`

var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "aicore-reaper")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "aicore-reaper")
	if out, err := exec.Command("go", "build", "-o", path, "../../cmd/aicore-reaper").CombinedOutput(); err != nil {
		return "", &exec.Error{Name: string(out), Err: err}
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// daemon runs the real program against a simulated tenant. It returns the address
// of its pages once the metrics contain wanted. change may change each answer of
// the tenant; it may be nil.
func daemon(t *testing.T, config, executions, wanted string, change func([]byte) []byte) string {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	variables := simulate(t, path, executions, change)
	address := freeAddress(t)
	file := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(file, []byte(config+"metrics: {listen: '"+address+"'}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	reaper := exec.Command(path, "run", "--config", file)
	reaper.Env = append(os.Environ(), variables...)
	start(t, reaper)
	for {
		resp, err := http.Get("http://" + address + "/metrics")
		if err != nil {
			continue // not listening yet; the test's timeout limits this
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err == nil && strings.Contains(string(body), wanted) {
			return "http://" + address
		}
	}
}

// Lines in the metrics of a daemon after its first look, and after its first
// sweep.
const (
	looked = "\naicore_reaper_observed_timestamp_seconds 1"
	swept  = `aicore_reaper_sweeps_total{mode="enforce",result="ok"} 1`
)

// simulate serves a simulated tenant and returns its variables.
func simulate(t *testing.T, path, executions string, change func([]byte) []byte) (variables []string) {
	t.Helper()
	lines := start(t, exec.Command(path, "simulate", "--executions", executions, "--settle", "0s"))
	for len(variables) < 4 && lines.Scan() {
		if assignment, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			name, value, _ := strings.Cut(assignment, "=")
			variables = append(variables, name+"="+strings.Trim(value, "'"))
		}
	}
	if change == nil {
		return variables
	}
	to, err := url.Parse(strings.TrimPrefix(variables[0], "AICORE_BASE_URL="))
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Header.Set("Accept-Encoding", "identity") },
		ModifyResponse: func(resp *http.Response) error {
			body, err := io.ReadAll(resp.Body)
			body = change(body)
			resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			resp.Header.Del("Content-Length")
			return err
		},
	})
	t.Cleanup(proxy.Close)
	return append(variables, "AICORE_BASE_URL="+proxy.URL)
}

// hostile replaces a field of the tenant's executions by a text that pages must
// not treat as markup.
func hostile(field, original, text string) func([]byte) []byte {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(`"`+field+`":"`+original+`"`), append([]byte(`"`+field+`":`), quoted...))
	}
}

// start runs a program until the test ends, and returns the lines that it prints.
func start(t *testing.T, cmd *exec.Cmd) *bufio.Scanner {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return bufio.NewScanner(out)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
