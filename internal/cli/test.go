package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
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
			if runTest(p, path, &c.Set, &file.Tests[i]) {
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

// runTest plans a test's executions and prints how what was decided differs from
// what was expected. It reports whether nothing does.
func runTest(p *render.Printer, path string, set *policy.Set, t *config.Test) (passed bool) {
	in := policy.Input{Group: t.Group, Executions: t.Executions, Now: t.Now}
	plan := set.Plan(in)
	passed = true
	for _, want := range t.Expect {
		i := slices.IndexFunc(t.Executions, func(e workload.Execution) bool { return e.ID == want.ID })
		got := decided(set, &plan.Decisions[i], want)
		if got == want {
			continue
		}
		if passed {
			p.Printf("%s %s: %s\n", p.Red("FAIL"), path, t.Name)
		}
		passed = false
		p.Unexpected(spelled(want), spelled(got), &render.Explanation{Explanation: set.Explain(in, i)})
	}
	return passed
}

// decided is a decision in the form of an expectation, as far as that goes.
func decided(set *policy.Set, d *policy.Decision, want config.Expectation) config.Expectation {
	got := config.Expectation{ID: want.ID}
	if want.Action != "" {
		got.Action = actionWord(d.Action)
	}
	if want.Reason != "" {
		got.Reason = d.Reason.String()
	}
	if want.Policy != "" && d.Policy >= 0 {
		got.Policy = set.Policies[d.Policy].Name
	}
	return got
}

func actionWord(a policy.Action) string {
	if a == policy.StopThenDelete {
		a = policy.Stop
	}
	return a.String()
}

// spelled writes an expectation as action, policy and reason.
func spelled(e config.Expectation) string {
	var parts []string
	for _, part := range [][2]string{{"action", e.Action}, {"policy", e.Policy}, {"reason", e.Reason}} {
		if part[1] != "" {
			parts = append(parts, part[0]+" "+part[1])
		}
	}
	return strings.Join(parts, ", ")
}
