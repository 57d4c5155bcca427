package reaper_test

import (
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// The extra requests of a large tenant in which all facts are in use, beside what
// the contract allows; -v shows them.
func TestTheExtraRequestsOfALargeTenant(t *testing.T) {
	t.Parallel()
	const groups, executions = 50, 20_000
	b := newBench(t, simulator.Options{ResourceGroups: groups, Executions: executions, Seed: 7}, `
resourceGroups: {include: ["*"]}
limits: {maxPercent: 100, maxStops: 100000, maxDeletes: 100000}
api: {requestsPerSecond: 0}
optOut: {tag: reaper.keep}
protect: [{feedsDeployment: true}]
policies:
  - {name: hung, match: {silentFor: 2h}, action: stop}
  - {name: baselines, match: {tags: {experiment: baseline}, olderThan: 3d}, action: delete}
  - {name: best, match: {statuses: [COMPLETED], olderThan: 10d}, keep: {best: {metric: accuracy, order: max, n: 3}}, action: delete}
`)
	calls := b.countFacts(nil)
	o := b.options()
	o.Mode = report.DryRun
	r := reaper.Sweep(t.Context(), o)
	if r.Result != report.ResultOK || r.Policies[0].Planned == 0 || r.Policies[1].Planned == 0 || r.Policies[2].Kept == 0 {
		t.Fatalf("%s: %+v", r.Result, r.Policies)
	}
	bound := make(map[string]int)
	for _, g := range r.Groups {
		bound["tags of all"] += 2 // one of the opt-out, one of the tag that is named
		bound["deployments"]++
		bound["configurations"] += g.Listed/1000 + 2 // pages; the last one is empty
		completed := 0
		for _, s := range g.Stock {
			switch s.Status {
			case "RUNNING":
				bound["logs"] += s.Count
			case "COMPLETED":
				completed += s.Count
			}
		}
		bound["metrics"] += (completed + 9) / 10
	}
	t.Logf("%d executions in %d resource groups", executions, len(r.Groups))
	for _, call := range []string{"tags of all", "tags", "deployments", "configurations", "metrics", "logs"} {
		t.Logf("%-15s %5d requests, at most %5d", call, calls[call], bound[call])
		if calls[call] > bound[call] || calls[call] == 0 && bound[call] > 0 {
			t.Errorf("%d requests for %s, want from 1 to %d", calls[call], call, bound[call])
		}
	}
}
