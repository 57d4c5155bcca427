package policy_test

import (
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// Not parallel: other tests' allocations would be counted.
func TestDecidingAllocatesNothingPerExecution(t *testing.T) {
	s := &policy.Set{Policies: tenPolicies(), Protect: protection()}
	few, many := bigWorld(5_000), bigWorld(50_000)
	forFew := testing.AllocsPerRun(5, func() { s.Plan(input(few, now)) })
	forMany := testing.AllocsPerRun(5, func() { s.Plan(input(many, now)) })
	if forMany > forFew {
		t.Errorf("%v allocations for 5,000 executions, %v for 50,000", forFew, forMany)
	}
}
