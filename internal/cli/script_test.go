package cli_test

import (
	"flag"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
)

// The scripts run the program as users do: as a process of its own, with real
// HTTP to a simulated tenant.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", "8") // scripts wait more than they compute; the command line still decides
	testscript.Main(m, map[string]func(){"aicore-reaper": cli.Main})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true})
}
