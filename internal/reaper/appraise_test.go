package reaper_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

const priced = `
limits: {maxPercent: 100}
policies:
  - {name: runaway, match: {statuses: [RUNNING], olderThan: 2d}, action: stop}
costs:
  resourcePlans: {train.l: {gpus: 1}}
  executables: [{scenarios: [s], resourcePlanParameter: plan}]
`

// Costs only inform: configurations that cannot be fetched delay no change and
// are reported as missing.
func TestCostsAreLookedUpAfterActing(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Faults: []simulator.Fault{{Kind: "dead-configurations", Rate: 1}}}, priced)
	b.simulator.AddGroup("default", "PROVISIONED")
	for i := range 4 {
		e := run(fmt.Sprintf("run-%d", i), "RUNNING", 5)
		e.ConfigurationID = fmt.Sprint("configuration-", i)
		b.simulator.Put("default", e)
	}
	var order []string
	b.before = func(_ http.ResponseWriter, r *http.Request) bool {
		order = append(order, r.Method+" "+r.URL.Path[strings.LastIndex(r.URL.Path, "/lm/")+1:])
		return false
	}
	o := b.options()
	o.Parameters = new(reaper.Parameters)
	r := reaper.Sweep(t.Context(), o)
	change := slices.IndexFunc(order, func(s string) bool { return strings.HasPrefix(s, "PATCH") })
	lookUp := slices.IndexFunc(order, func(s string) bool { return strings.Contains(s, "lm/configurations/") })
	if change < 0 || lookUp < change {
		t.Errorf("the first change is request %d, the first look at a configuration %d of %v", change, lookUp, order)
	}
	if r.Freed.Nodes != 4 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "4 configurations could not be looked up") {
		t.Errorf("freed %+v, warnings %q", r.Freed, r.Warnings)
	}
}

// When the limit of remembered configurations is reached, old ones are dropped,
// so that new ones do not count as unmapped.
func TestNewConfigurationsMakeRoomForThemselves(t *testing.T) {
	t.Parallel()
	p := new(reaper.Parameters)
	for i := range 12_000 {
		id := fmt.Sprint("configuration-", i)
		p.Set("default", id, map[string]string{"plan": id})
		if values, known := p.Of("default", id); !known || values["plan"] != id {
			t.Fatalf("configuration %d is not known", i)
		}
	}
	known := 0
	for i := range 12_000 {
		if _, is := p.Of("default", fmt.Sprint("configuration-", i)); is {
			known++
		}
	}
	if known != 10_000 {
		t.Errorf("%d of 12,000 are remembered, want 10,000", known)
	}
}
