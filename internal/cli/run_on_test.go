package cli_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// runOn runs a command on a simulated tenant at this address.
func runOn(ctx context.Context, sim *simulator.Server, address string, args ...string) (code int, stdout, stderr string) {
	id, secret := sim.Credentials()
	variables := map[string]string{"AICORE_CLIENT_ID": id, "AICORE_CLIENT_SECRET": secret, "AICORE_AUTH_URL": address, "AICORE_BASE_URL": address}
	var out, errors bytes.Buffer
	code = cli.Run(ctx, cli.Environment{
		Args: args, Stdout: &out, Stderr: &errors,
		Getenv: func(name string) string { return variables[name] }, Terminal: func(io.Writer) bool { return false },
	})
	return code, out.String(), errors.String()
}

func writeConfig(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
