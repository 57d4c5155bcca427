package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policytest"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
)

func (a *app) test() *cobra.Command {
	return &cobra.Command{
		Use:   "test FILE…",
		Short: "Run tests of your own policies",
		Long: `Run tests of your own policies: executions, a time, and what is expected of each.
docs/policies.md shows their form. Exit code 1 where a test fails, with what
differs; 2 where a file is bad.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.testFiles(args) },
	}
}

func (a *app) testFiles(paths []string) error {
	p := a.printer()
	passed, failures := 0, 0
	for _, path := range paths {
		file, err := config.LoadTests(path)
		if err != nil {
			return usage(err)
		}
		c, _, err := config.Load(cmp.Or(file.Config, a.configPath))
		if err != nil {
			return usage(err)
		}
		for i := range file.Tests {
			t := &file.Tests[i]
			if printTest(p, path, t.Name, policytest.Run(&c.Set, t)) {
				passed++
			} else {
				failures++
			}
		}
	}
	p.Printf("%d passed, %d failed\n", passed, failures)
	if err := p.Flush(); err != nil {
		return failed(err)
	}
	if failures > 0 {
		return failed(errSilent)
	}
	return nil
}

// printTest prints the differences of a test, and reports whether it passed.
func printTest(p *render.Printer, path, name string, differences []policytest.Difference) (passed bool) {
	if len(differences) == 0 {
		return true
	}
	p.Printf("%s %s: %s\n", p.Red("FAIL"), path, name)
	for _, d := range differences {
		p.Unexpected(d.Expected, d.Got, &render.Explanation{Explanation: d.Explanation})
	}
	return false
}
