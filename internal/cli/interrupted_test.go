package cli_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// A command that a signal ends prints an understandable message, whatever it was
// doing.
func TestWhatASignalEndsIsSaidPlainly(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"/oauth/token", "/v2/lm/meta", "/v2/admin/resourceGroups", "/v2/lm/executions"} {
		for _, args := range [][]string{{"plan"}, {"once", "--dry-run"}, {"explain", "e-1234"}, {"inventory"}, {"validate", "--online"}, {"plan", "--against", ""}} {
			t.Run(strings.Join(args, " ")+" at "+at, func(t *testing.T) {
				t.Parallel()
				asked, code, stdout, stderr := interruptedAt(t, at, args)
				if !asked {
					return // it handles signals differently
				}
				if code != 128+int(syscall.SIGTERM) {
					t.Errorf("exit code %d", code)
				}
				if !strings.Contains(stderr, "aicore-reaper: ") || !strings.Contains(stderr, "(terminated)") || strings.Contains(stdout+stderr, "context canceled") {
					t.Errorf("not plain:\n%s%s", stdout, stderr)
				}
			})
		}
	}
}

// interruptedAt runs a command and interrupts it when it requests a path. asked
// is false if it never does.
func interruptedAt(t *testing.T, path string, args []string) (asked bool, code int, stdout, stderr string) {
	t.Helper()
	sim, err := simulator.New(simulator.Options{ResourceGroups: 3, Executions: 30, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path {
			cancel(cli.Interrupted{Signal: syscall.SIGTERM})
		}
		sim.ServeHTTP(w, r)
	}))
	defer api.Close()
	config := writeConfig(t, "resourceGroups: {include: ['*']}\npolicies:\n  - {name: a, match: {olderThan: 3d}, action: delete}\n")
	if args[len(args)-1] == "" {
		args = append(args[:len(args)-1:len(args)-1], config)
	}
	code, stdout, stderr = runOn(ctx, sim, api.URL, append(args, "--config", config)...)
	return ctx.Err() != nil, code, stdout, stderr
}
