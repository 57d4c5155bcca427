package reaper_test

import (
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// The overdue burn rate is counted by policy, so that a sweep of some policies
// does not change the values of others.
func TestTheOverdueBurnRateIsKnownByPolicy(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{ResourceGroups: 1}, `
apiVersion: aicore-reaper/v1
limits: {maxStops: 0, maxPercent: 100}
policies:
  - {name: long, match: {statuses: [RUNNING], olderThan: 20d}, action: stop}
  - {name: rest, match: {statuses: [RUNNING], olderThan: 5d}, action: stop}
costs:
  resourcePlans: {small: {cpus: 1, memory: 1GB, capacityUnitsPerHour: 2}}
  executables: [{executables: [x], resourcePlan: small}]
`)
	b.simulator.Put("default", run("e001", "RUNNING", 30), run("e002", "RUNNING", 10), run("e003", "RUNNING", 9), run("e004", "RUNNING", 1))
	r := b.sweep(t)
	if len(r.Groups) != 1 || r.Groups[0].Error != "" {
		t.Fatalf("groups %+v, %v", r.Groups, r.Cause)
	}
	g := r.Groups[0]
	if len(g.Stock) != 1 || g.Stock[0].Running.Holds.CapacityUnitsPerHour != 8 || g.Stock[0].Running.Expired.CapacityUnitsPerHour != 6 {
		t.Fatalf("stock %+v", g.Stock)
	}
	got := make(map[int]float64)
	for _, by := range g.Stock[0].Running.ExpiredBy {
		got[by.Policy] = by.Holds.CapacityUnitsPerHour
	}
	if len(got) != 2 || got[0] != 2 || got[1] != 4 {
		t.Errorf("by policy %v", got)
	}
}

// Two rules may lead to one resource plan: then there is one line for it.
func TestOneLineForOnePlan(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{ResourceGroups: 1}, `
policies: [{name: p, match: {statuses: [DEAD], olderThan: 1d}, action: delete}]
costs:
  resourcePlans: {small: {cpus: 1, memory: 1GB, capacityUnitsPerHour: 2}}
  executables: [{executables: [x], resourcePlan: small}, {executables: [y], resourcePlan: small}]
`)
	other := run("e002", "RUNNING", 1)
	other.ExecutableID = "y"
	b.simulator.Put("default", run("e001", "RUNNING", 2), other)
	g := b.sweep(t).Groups[0]
	if len(g.Stock) != 1 || g.Stock[0].Count != 2 || g.Stock[0].Running.Holds.CapacityUnitsPerHour != 4 {
		t.Errorf("stock %+v, %s", g.Stock, g.Error)
	}
}
