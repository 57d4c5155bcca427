// Package upgrade tests that the program works with the files of earlier
// versions: configs, inventories, plans, reports, audit logs, archives and
// textfiles. docs/upgrade.md says what is promised for each.
//
// Each folder of testdata is one version. ./record makes it with the binary of
// that version.
package upgrade

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
)

// version is the folder with the files of one version.
type version struct{ dir string }

// eachVersion runs a test for every recorded version.
func eachVersion(t *testing.T, test func(*testing.T, version)) {
	t.Helper()
	dirs, err := filepath.Glob("testdata/*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no version is recorded in testdata: %v", err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			test(t, version{dir})
		})
	}
}

func (v version) path(name string) string { return filepath.Join(v.dir, name) }

func (v version) read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(v.path(name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// moved copies the files of the version to a temporary directory, as an upgrade
// in place finds them, and returns the directory.
func (v version) moved(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(v.dir)); err != nil {
		t.Fatal(err)
	}
	config := bytes.ReplaceAll(v.read(t, "configs/recorded.yaml"), []byte("/DIRECTORY"), []byte(dir))
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), config, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// result is the result of a command.
type result struct {
	code           int
	stdout, stderr string
}

// run runs one command of today's program. The environment may be nil.
func run(t *testing.T, environment map[string]string, args ...string) result {
	t.Helper()
	var stdout, stderr strings.Builder
	code := cli.Run(context.WithoutCancel(t.Context()), cli.Environment{
		Args: args, Stdout: &stdout, Stderr: &stderr,
		Getenv:   func(name string) string { return environment[name] },
		Terminal: func(io.Writer) bool { return false },
	})
	return result{code, stdout.String(), stderr.String()}
}

// well runs a command that must exit with 0, and returns its output.
func well(t *testing.T, environment map[string]string, args ...string) string {
	t.Helper()
	r := run(t, environment, args...)
	if r.code != 0 {
		t.Fatalf("%v ends with %d\n%s%s", args, r.code, r.stdout, r.stderr)
	}
	return r.stdout
}
