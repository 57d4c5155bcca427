// Package policytest runs tests that users write for their policies. It plans the
// executions of a test and compares the decisions with the expectations.
package policytest

import (
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Difference is an execution whose decision was not the expected one.
type Difference struct {
	Expected, Got string // as "action delete, policy nightly, reason expired"
	Explanation   policy.Explanation
}

// Run plans the executions of a test with the policies and returns the
// differences from its expectations. The test passed if there are none.
func Run(set *policy.Set, t *config.Test) []Difference {
	in := policy.Input{Group: t.Group, Executions: t.Executions, Now: t.Now, Facts: t.Facts}
	plan := set.Plan(in)
	var differences []Difference
	for _, want := range t.Expect {
		i := slices.IndexFunc(t.Executions, func(e workload.Execution) bool { return e.ID == want.ID })
		if got := decided(set, &plan.Decisions[i], want); got != want {
			differences = append(differences, Difference{spelled(want), spelled(got), set.Explain(in, i)})
		}
	}
	return differences
}

// decided returns a decision in the form of an expectation, with only the fields
// that want sets.
func decided(set *policy.Set, d *policy.Decision, want config.Expectation) config.Expectation {
	got := config.Expectation{ID: want.ID}
	if want.Action != "" {
		got.Action = begun(d.Action)
	}
	if want.Reason != "" {
		got.Reason = d.Reason.String()
	}
	if want.Policy != "" && d.Policy >= 0 {
		got.Policy = set.Policies[d.Policy].Name
	}
	return got
}

// begun returns the first step of an action: stop-then-delete begins with the
// stop.
func begun(a policy.Action) string {
	if a == policy.StopThenDelete {
		a = policy.Stop
	}
	return a.String()
}

// spelled returns an expectation as text: action, policy and reason.
func spelled(e config.Expectation) string {
	var parts []string
	for _, part := range [][2]string{{"action", e.Action}, {"policy", e.Policy}, {"reason", e.Reason}} {
		if part[1] != "" {
			parts = append(parts, part[0]+" "+part[1])
		}
	}
	return strings.Join(parts, ", ")
}
