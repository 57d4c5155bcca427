package policy_test

import (
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// Not parallel: other tests' allocations would be counted.
func TestDecidingAllocatesNothingPerExecution(t *testing.T) {
	s := &policy.Set{Policies: tenPolicies(), Protect: protection()}
	few, many := bigWorld(1_000), bigWorld(10_000)
	forFew := testing.AllocsPerRun(5, func() { s.Plan(input(few, now)) })
	forMany := testing.AllocsPerRun(5, func() { s.Plan(input(many, now)) })
	if forMany > forFew {
		t.Errorf("%v allocations for 1,000 executions, %v for 10,000", forFew, forMany)
	}
}
