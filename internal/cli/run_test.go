//go:build unix

package cli_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

const daily = `
schedule: "@daily"
resourceGroups: {include: ["*"]}
metrics: {listen: "127.0.0.1:0"}
policies:
  - {name: a, match: {statuses: [DEAD], olderThan: 3d}, action: delete}
`

// process is a daemon in its own process.
type process struct {
	cmd *exec.Cmd
	log *written
}

// startDaemon runs the daemon in a process that may open at most this many files.
func startDaemon(t *testing.T, files int, secret string, flags ...string) *process {
	t.Helper()
	sim, err := simulator.New(simulator.Options{ResourceGroups: 3, Executions: 90, Seed: 2})
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(sim)
	t.Cleanup(api.Close)
	id, right := sim.Credentials()
	if secret == "" {
		secret = right
	}
	program, err := exec.LookPath("aicore-reaper") // this test, by testscript
	if err != nil {
		t.Fatal(err)
	}
	p := &process{log: newWritten()}
	p.cmd = exec.CommandContext(t.Context(), "sh", "-c", fmt.Sprintf("ulimit -n %d; exec %s run --log-format json --config %s %s", files, program, writeConfig(t, daily), strings.Join(flags, " ")))
	p.cmd.Env = append(os.Environ(), "AICORE_CLIENT_ID="+id, "AICORE_CLIENT_SECRET="+secret, "AICORE_AUTH_URL="+api.URL, "AICORE_BASE_URL="+api.URL)
	p.cmd.Stdout, p.cmd.Stderr = io.Discard, p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() })
	return p
}

func (p *process) address(t *testing.T) string {
	t.Helper()
	return p.log.await(t, `"address":"([^"]+)"`)
}

// eventually requests a page until the answer contains a text.
func eventually(t *testing.T, url, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for last := ""; ; {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatalf("%v; last: %s", err, last)
		}
		body, err := io.ReadAll(resp.Body)
		if last = string(body); errors.Join(err, resp.Body.Close()) == nil && strings.Contains(last, want) {
			return
		}
	}
}

func TestADaemonEndsWithZeroOnSIGTERM(t *testing.T) {
	t.Parallel()
	p := startDaemon(t, 256, "")
	eventually(t, "http://"+p.address(t)+"/readyz", "ready")
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, p.log)
	}
	for _, want := range []string{`"msg":"running","address"`, `"version":`, `"policy":"a"`, `"schedule":"@daily"`, `"next":"2`, `"msg":"ended"`} {
		if !strings.Contains(p.log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, p.log)
		}
	}
}

func TestTheFlagListenTakesThePlaceOfTheConfigs(t *testing.T) {
	t.Parallel()
	elsewhere := writeConfig(t, strings.Replace(daily, "127.0.0.1:0", "192.0.2.1:9464", 1)) // no machine has this address
	p := startDaemon(t, 256, "", "--config", elsewhere, "--listen", "127.0.0.1:0")
	eventually(t, "http://"+p.address(t)+"/readyz", "ready")
}

func TestAWrongSecretShowsAtOnce(t *testing.T) {
	t.Parallel()
	p := startDaemon(t, 256, "wrong")
	eventually(t, "http://"+p.address(t)+"/readyz", "refused")
	p.log.await(t, `"msg":"not ready"`) // which comes through a pipe
	if n := len(regexp.MustCompile(`"msg":"not ready"`).FindAllString(p.log.String(), -1)); n != 1 {
		t.Errorf("it was said %d times:\n%s", n, p.log)
	}
}

// 300 idle connections must not use up the file descriptors that a sweep needs,
// and must not keep others out for long.
func TestIdleConnectionsExhaustNothing(t *testing.T) {
	t.Parallel()
	p := startDaemon(t, 256, "")
	address := p.address(t)
	for range 300 {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	eventually(t, "http://"+address+"/readyz", "ready")
	eventually(t, "http://"+address+"/metrics", "aicore_reaper_observed_timestamp_seconds")
	if strings.Contains(p.log.String(), "too many open files") {
		t.Errorf("the log says:\n%s", p.log)
	}
}
