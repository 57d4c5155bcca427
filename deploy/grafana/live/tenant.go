package live

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"github.com/aicore-reaper/aicore-reaper/configs"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// Tenant is a simulated tenant that listens on the loopback. Its Server knows
// what was really stopped and deleted.
type Tenant struct {
	*simulator.Server
	URL string
}

// StartTenant starts a simulated tenant; it ends with ctx.
func StartTenant(ctx context.Context, o simulator.Options) (*Tenant, error) {
	server, err := simulator.New(o)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	serving := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = serving.Serve(listener) }() // ends when ctx does
	context.AfterFunc(ctx, func() { _ = serving.Close() })
	return &Tenant{server, "http://" + listener.Addr().String()}, nil
}

// environment returns variables for this tenant, so that no real one is reached.
func (t *Tenant) environment(home string) []string {
	id, secret := t.Credentials()
	return []string{
		"HOME=" + home, "AICORE_BASE_URL=" + t.URL, "AICORE_AUTH_URL=" + t.URL,
		"AICORE_CLIENT_ID=" + id, "AICORE_CLIENT_SECRET=" + secret,
	}
}

// Reaper is a real binary with the Tenant that it sweeps.
type Reaper struct {
	binary, dir string
	tenant      *Tenant
}

// Build builds the binary of the module in the working directory.
func Build(ctx context.Context, dir string, t *Tenant) (*Reaper, error) {
	r := &Reaper{filepath.Join(dir, "aicore-reaper"), dir, t}
	command := exec.CommandContext(ctx, "go", "build", "-o", r.binary, "github.com/aicore-reaper/aicore-reaper/cmd/aicore-reaper")
	if said, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build aicore-reaper: %w:\n%s", err, said)
	}
	return r, nil
}

// Settings are changes of the demo's config.
type Settings struct {
	Schedule             string // of the daemon
	MaxStops, MaxDeletes int
	Metrics              string // the metrics section, as YAML in one line
}

var (
	modeLine     = regexp.MustCompile(`(?m)^mode: .*$`)
	scheduleLine = regexp.MustCompile(`(?m)^schedule: .*$`)
	limitsLine   = regexp.MustCompile(`(?m)^limits:$`)
	metricsLines = regexp.MustCompile(`(?ms)^metrics:$.*`)
)

// config writes the demo's config with these settings and mode enforce, and
// returns its path.
func (r *Reaper) config(s Settings) (string, error) {
	file := filepath.Join(r.dir, "aicore-reaper.yaml")
	return file, os.WriteFile(file, []byte(s.config()), 0o600)
}

func (s Settings) config() string {
	text := modeLine.ReplaceAllString(string(configs.Demo), "mode: enforce")
	text = scheduleLine.ReplaceAllString(text, fmt.Sprintf("schedule: %q", s.Schedule))
	text = limitsLine.ReplaceAllString(text, fmt.Sprintf("limits:\n  maxStops: %d\n  maxDeletes: %d", s.MaxStops, s.MaxDeletes))
	return metricsLines.ReplaceAllString(text, "metrics: "+s.Metrics+"\n")
}

// Run starts the daemon and returns the address of its metrics. The daemon ends
// with ctx.
func (r *Reaper) Run(ctx context.Context, s Settings) (string, error) {
	address, err := freeAddress()
	if err != nil {
		return "", err
	}
	s.Metrics = fmt.Sprintf("{listen: %q}", address)
	file, err := r.config(s)
	if err != nil {
		return "", err
	}
	p, err := start(ctx, r.dir, r.binary, r.tenant.environment(r.dir), "run", "--config", file)
	if err != nil {
		return "", err
	}
	return address, p.answers(ctx, "http://"+address+"/healthz")
}

// Once runs one sweep, like a timer. Exit code 1, which means that some actions
// failed, is not an error.
func (r *Reaper) Once(ctx context.Context, s Settings) error {
	file, err := r.config(s)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, r.binary, "once", "--config", file)
	command.Env = r.tenant.environment(r.dir)
	said, err := command.CombinedOutput()
	if err != nil && command.ProcessState.ExitCode() != 1 {
		return fmt.Errorf("aicore-reaper once: %w:\n%s", err, said)
	}
	return nil
}
