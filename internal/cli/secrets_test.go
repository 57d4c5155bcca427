package cli_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

const faulty = `
mode: enforce
schedule: "@every 1s"
stopTimeout: 1s
resourceGroups: {include: ["*"]}
api: {requestsPerSecond: 0, retries: 1, timeout: 5s}
limits: {maxPercent: 100}
policies:
  - {name: a, match: {statuses: [DEAD], olderThan: 3d}, action: delete}
`

// written collects all output and can wait for a text.
type written struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func newWritten() *written { return &written{more: make(chan struct{}, 1)} }

func (w *written) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case w.more <- struct{}{}:
	default:
	}
	return w.text.Write(b)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// await waits until a pattern matches the output and returns the match.
func (w *written) await(t *testing.T, pattern string) string {
	t.Helper()
	for find := regexp.MustCompile(pattern); ; {
		if found := find.FindStringSubmatch(w.String()); found != nil {
			return found[len(found)-1]
		}
		select {
		case <-w.more:
		case <-t.Context().Done():
			t.Fatalf("%s never came in %s", pattern, w)
		}
	}
}

// suspect holds the secrets of a user and all output of the program.
type suspect struct {
	dir, config string
	variables   map[string]string
	out         *written // of all commands except simulate
	exports     *written // of simulate, which prints credentials on purpose
}

// The test runs every command at debug level against a faulty tenant, and
// searches everything that it writes for secrets.
func TestNoSecretIsEverWritten(t *testing.T) {
	t.Parallel()
	s := newSuspect(t)
	commands := map[string][][]string{
		"plan":       {{"--all"}, {"-o", "json"}, {"-o", "csv"}, {"--demo"}},
		"once":       {{}, {"-o", "json"}, {"--demo"}},
		"explain":    {{"nope"}, {"--demo", "nope"}},
		"inventory":  {{}},
		"validate":   {{}, {"--online"}},
		"audit":      {{filepath.Join(s.dir, "audit.jsonl"), "-o", "json"}},
		"archive":    {{"show", "nope"}, {"list"}},
		"schema":     {{}},
		"version":    {{}},
		"test":       {{s.config}},
		"help":       {{}},
		"completion": {{"bash"}},
		"man":        {{filepath.Join(s.dir, "man")}},
		"init":       {{filepath.Join(s.dir, "new.yaml")}, {"--online", filepath.Join(s.dir, "new-too.yaml")}},
	}
	for _, name := range []string{"once", "plan", "explain", "inventory", "validate", "audit", "archive", "schema", "version", "test", "help", "completion", "init", "man"} {
		for _, args := range commands[name] {
			s.run(t.Context(), s.out, append([]string{name}, args...)...)
		}
	}
	s.daemon(t)
	s.daemon(t, "--demo")
	s.simulate(t)
	s.everyCommandIsIn(t, append([]string{"run", "simulate"}, keys(commands)...))

	s.variables["AICORE_CLIENT_SECRET"] = "very-secret-and-wrong"
	s.run(t.Context(), s.out, "once")
	s.variables["AICORE_SERVICE_KEY"] = `{"clientsecret": "very-secret-broken`
	for _, name := range []string{"AICORE_CLIENT_ID", "AICORE_CLIENT_SECRET", "AICORE_AUTH_URL", "AICORE_BASE_URL"} {
		s.variables[name] = ""
	}
	s.run(t.Context(), s.out, "once")
	s.readFiles(t)
	s.search(t)
}

func newSuspect(t *testing.T) *suspect {
	t.Helper()
	sim, err := simulator.New(simulator.Options{
		ResourceGroups: 2, Executions: 60, Seed: 3, ClientSecret: "very-secret-secret",
		Faults: []simulator.Fault{{Kind: "500", Rate: 0.05}, {Kind: "unauthorized", Rate: 0.05}, {Kind: "cut-after", Rate: 0.05}, {Kind: "item-error", Rate: 0.3}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &suspect{dir: t.TempDir(), out: newWritten(), exports: newWritten()}
	api := httptest.NewServer(sim)
	t.Cleanup(api.Close)
	gateway := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(s.out, r.Body) }))
	t.Cleanup(gateway.Close)
	s.config = filepath.Join(s.dir, "c.yaml")
	text := faulty + "audit: {file: " + filepath.Join(s.dir, "audit.jsonl") + "}\narchive: {url: \"file://" + filepath.Join(s.dir, "archive") + "\"}\n" +
		"metrics: {listen: \"127.0.0.1:0\", textfile: " + filepath.Join(s.dir, "reaper.prom") + ", pushgateway: {url: \"" + strings.Replace(gateway.URL, "//", "//me:very-secret-password@", 1) + "\"}}\n" +
		"notify: [{url: '" + gateway.URL + "/very-secret-hook'}, {url: 'smtp://me:very-secret-mail@127.0.0.1:1/?from=a@b.example&to=c@d.example'}]\n"
	if err := os.WriteFile(s.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	id, secret := sim.Credentials()
	s.variables = map[string]string{
		"AICORE_CLIENT_ID": id, "AICORE_CLIENT_SECRET": secret, "AICORE_AUTH_URL": api.URL, "AICORE_BASE_URL": api.URL,
		"AICORE_HOME": s.dir, "AICORE_SERVICE_KEY": `{"clientid":"other","clientsecret":"very-secret-other","url":"https://a.example","serviceurls":{"AI_API_URL":"https://b.example"}}`,
	}
	return s
}

func (s *suspect) run(ctx context.Context, out io.Writer, args ...string) {
	if !slices.Contains(args, "--demo") { // which has a config of its own
		args = append(args, "--config", s.config)
	}
	cli.Run(ctx, cli.Environment{
		Args: append(args, "--log-level", "debug"), Stdout: out, Stderr: s.out,
		Getenv: func(name string) string { return s.variables[name] }, Terminal: func(io.Writer) bool { return false },
	})
}

// daemon runs the daemon until a sweep has ended, and reads all its pages.
func (s *suspect) daemon(t *testing.T, flags ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	here := newWritten()
	var running sync.WaitGroup
	running.Go(func() {
		cli.Run(ctx, cli.Environment{
			Args:   append([]string{"run", "--enable-reload", "--log-level", "debug", "--log-format", "json", "--config", s.config}, flags...),
			Stdout: here, Stderr: here, Getenv: func(name string) string { return s.variables[name] }, Terminal: func(io.Writer) bool { return false },
		})
	})
	address := here.await(t, `"address": ?"([^"]+)"`)
	if len(flags) == 0 {
		here.await(t, `"result": ?"(ok|partial|failed)"`)
	}
	for _, page := range []string{"/", "/metrics", "/healthz", "/readyz", "/nope", "/debug/pprof/", "/-/reload"} {
		method := http.MethodGet
		if page == "/-/reload" {
			method = http.MethodPost
		}
		req, err := http.NewRequestWithContext(t.Context(), method, "http://"+address+page, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(s.out, resp.Body)
		_ = resp.Body.Close()
	}
	cancel()
	running.Wait()
	_, _ = s.out.Write([]byte(here.String()))
}

func (s *suspect) simulate(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var running sync.WaitGroup
	running.Go(func() { s.run(ctx, s.exports, "simulate") })
	s.exports.await(t, `export AICORE_CLIENT_SECRET='([^']+)'`)
	cancel()
	running.Wait()
}

// everyCommandIsIn checks that all existing commands were run.
func (s *suspect) everyCommandIsIn(t *testing.T, ran []string) {
	t.Helper()
	help := newWritten()
	s.run(t.Context(), help, "--help")
	_, list, _ := strings.Cut(help.String(), "Available Commands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	names := 0
	for line := range strings.Lines(list) {
		if name := strings.Fields(line)[0]; !slices.Contains(ran, name) {
			t.Errorf("the command %s is not in this test", name)
		}
		names++
	}
	if names < 12 {
		t.Errorf("%d commands in %s", names, help)
	}
}

// readFiles adds the content of files: audit log, textfile, archive.
func (s *suspect) readFiles(t *testing.T) {
	t.Helper()
	archived := 0
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == s.config { // the user wrote the config
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && strings.HasSuffix(path, ".gz") {
			archived++
			text = unpacked(t, text)
		}
		_, _ = s.out.Write(append(text, '\n'))
		return err
	})
	if err != nil || archived == 0 {
		t.Errorf("%d archived, %v", archived, err)
	}
}

func unpacked(t *testing.T, text []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

// search searches for secrets and for tokens, which the simulator makes in the
// form of a JWT. It also checks that there was enough output to search.
func (s *suspect) search(t *testing.T) {
	t.Helper()
	all := s.out.String()
	handedOut := s.exports.await(t, `export AICORE_CLIENT_SECRET='([^']+)'`)
	for line := range strings.Lines(all) {
		if strings.Contains(line, "very-secret") || strings.Contains(line, "eyJ") || strings.Contains(line, handedOut) {
			t.Errorf("written: %s", line)
		}
	}
	for _, want := range []string{
		"request", "are not", "credentials", // logs and errors
		`aicore_reaper_api_requests_total{`, "<!DOCTYPE html>", // pages and the textfile
		`"event":"acted"`, "a message could not be sent", // messages
		`"event":"decision"`, `"logs"`, // audit log and archive
	} {
		if !strings.Contains(strings.ToLower(all), strings.ToLower(want)) {
			t.Errorf("nothing was written of %q", want)
		}
	}
}

func keys(m map[string][][]string) (all []string) {
	for name := range m {
		all = append(all, name)
	}
	return all
}
