package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
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
		if file.Config == "" {
			file.Config = a.configPath
		}
		c, _, err := config.Load(file.Config)
		if err != nil {
			return usage(err)
		}
		for i := range file.Tests {
			if differences := runTest(&c.Set, &file.Tests[i]); len(differences) > 0 {
				failures++
				p.printf("%s %s: %s\n", p.paint("FAIL", red), path, file.Tests[i].Name)
				for _, d := range differences {
					p.printf("%s", d)
				}
			} else {
				passed++
			}
		}
	}
	p.printf("%d passed, %d failed\n", passed, failures)
	if failures > 0 {
		return failed(errSilent)
	}
	return p.err
}

// runTest plans a test's executions and returns how what was decided differs
// from what was expected, a diff for each execution.
func runTest(set *policy.Set, t *config.Test) []string {
	plan := set.Plan(policy.Input{Group: t.Group, Executions: t.Executions, Now: t.Now})
	var differences []string
	for _, want := range t.Expect {
		for i := range plan.Decisions {
			if t.Executions[i].ID != want.ID {
				continue
			}
			got := decided(set, &plan.Decisions[i], want)
			if got != want {
				differences = append(differences, fmt.Sprintf("  %s\n  - %s\n  + %s\n", want.ID, spelled(want), spelled(got)))
			}
		}
	}
	return differences
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

func spelled(e config.Expectation) string {
	text := ""
	for _, part := range [][2]string{{"action", e.Action}, {"policy", e.Policy}, {"reason", e.Reason}} {
		if part[1] != "" {
			text += part[0] + ": " + part[1] + "  "
		}
	}
	return text
}
