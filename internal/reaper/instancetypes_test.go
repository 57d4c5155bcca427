package reaper_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

const typed = `
limits: {maxPercent: 100}
api: {retries: 0}
policies: [{name: p, match: {statuses: [DEAD], olderThan: 1d}, action: delete}]
costs:
  instanceTypes: api
  executables: [{scenarios: [s], instanceType: gpu.single, nodes: 2}]
`

// held is what the RUNNING ones of the first group hold.
func held(r *report.Report) (sum cost.Holding) {
	for _, s := range r.Groups[0].Stock {
		sum = sum.Add(s.Running.Holds)
	}
	return sum
}

func TestInstanceTypesAreAskedOfTheAPIOnceADay(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, typed)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("runs", "RUNNING", 1))
	o := b.options()
	o.InstanceTypes = new(reaper.InstanceTypes)
	for _, step := range []struct {
		after time.Duration
		asked int
	}{{0, 1}, {time.Hour, 1}, {22 * time.Hour, 1}, {2 * time.Hour, 2}} {
		_ = b.clock.Sleep(t.Context(), step.after)
		r := reaper.Sweep(t.Context(), o)
		want := cost.Holding{Nodes: 2, CPUs: 32, MemoryBytes: 2 * 64 << 30, GPUs: 2, CapacityUnitsPerHour: 13}
		if got := held(r); got != want || len(r.Warnings) > 0 {
			t.Errorf("%+v, want %+v; %v", got, want, r.Warnings)
		}
		if got := b.simulator.Requests()["GET /admin/resources/instanceTypes"]; got != step.asked {
			t.Errorf("asked %d times, want %d", got, step.asked)
		}
	}
}

func TestInstanceTypesThatCannotBeHadAreOneWarning(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Faults: []simulator.Fault{{Kind: "no-extended-plan", Rate: 1}}}, typed)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("runs", "RUNNING", 1), run("dead", "DEAD", 2))
	o := b.options()
	o.InstanceTypes = new(reaper.InstanceTypes)
	for range 2 {
		r := reaper.Sweep(t.Context(), o)
		if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "tenants without the extended plan have no right to ask") || r.Result != report.ResultOK {
			t.Errorf("%s, %q", r.Result, r.Warnings)
		}
		if got := held(r); got != (cost.Holding{Nodes: 2}) {
			t.Errorf("%+v", got)
		}
	}
	if got := b.simulator.Requests()["GET /admin/resources/instanceTypes"]; got != 1 || len(b.left("default")) != 1 {
		t.Errorf("asked %d times; left %v", got, b.left("default"))
	}
}

func TestWhatTheConfigSaysOfAnInstanceTypeWins(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, typed+"  resourcePlans: {gpu.single: {cpus: 3, capacityUnitsPerHour: 1}}\n")
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("runs", "RUNNING", 1))
	r := b.sweep(t)
	if got := held(r); got != (cost.Holding{Nodes: 2, CPUs: 6, CapacityUnitsPerHour: 2}) {
		t.Errorf("%+v", got)
	}
	if got := b.simulator.Requests()["GET /admin/resources/instanceTypes"]; got != 0 {
		t.Errorf("asked %d times for what the config says", got)
	}
}
