package cli_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
	programs "github.com/aicore-reaper/aicore-reaper/test/process"
)

// The scripts run the program like users: in its own process, with real HTTP to a
// simulated tenant.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", "8") // scripts wait more than they compute; the command line still decides
	testscript.Main(m, map[string]func(){"aicore-reaper": cli.Main})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	if programs.Raced {
		t.Skip("whole processes are run, and the race detector is for what is in one")
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true, Setup: func(env *testscript.Env) error {
		return writeReadme(filepath.Join(env.WorkDir, "readme.sh"))
	}})
}

// writeReadme writes the commands of "Use it" in the README as a shell script. It
// leaves out building, installing, and the daemon, which does not end by itself.
func writeReadme(path string) error {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		return err
	}
	_, text, _ = bytes.Cut(text, []byte("\n## Use it\n"))
	text, _, _ = bytes.Cut(text, []byte("\n### "))
	script := "set -eux\n"
	for line := range strings.Lines(string(text)) {
		if command, ok := strings.CutPrefix(line, "    aicore-reaper "); ok && command != "run\n" {
			script += "aicore-reaper " + strings.Replace(command, " ID", " e63cfe35ea207d3c", 1)
		}
	}
	return os.WriteFile(path, []byte(script), 0o600)
}
