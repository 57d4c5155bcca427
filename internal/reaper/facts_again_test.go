package reaper_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// The plan after a stop uses the facts of the first plan, because asking again
// would double the requests.
func TestThePlanAfterAStopGoesByTheKnownFacts(t *testing.T) {
	t.Parallel()
	b := newFactBench(t, `
optOut: {tag: keep}
policies:
  - name: p
    match: {scenarios: [s], tags: {team: a}, olderThan: 1d, ageFrom: started}
    keep: {best: {metric: acc, order: min, n: 1}}
    action: stop-then-delete
`, many(3, "runs", "RUNNING")...)
	for i := range 3 {
		id := fmt.Sprintf("runs-%03d", i)
		b.simulator.SetTags("default", id, [2]string{"team", "a"})
		b.simulator.SetMetrics("default", id, simulator.Metric{Name: "acc", Value: float64(i), Time: noon})
	}
	calls := b.countFacts(nil)
	r := b.sweep(t)
	if want := map[string]int{"tags of all": 1, "tags": 1, "metrics": 1}; !maps.Equal(calls, want) {
		t.Errorf("asked %v, want %v", calls, want)
	}
	if got := outcomes(r); !maps.Equal(got, verified("runs-001", "runs-002")) || r.Policies[0].Deleted != 2 {
		t.Errorf("outcomes %v, %+v", got, r.Policies[0])
	}
	if left := b.left("default"); len(left) != 1 || left[0] != "runs-000" {
		t.Errorf("left %v", left)
	}
}

// Facts that were unknown in the first plan stay unknown, so the executions that
// depend on them are kept.
func TestWhatNobodyKnewWhenTheStopWasSentIsNotDeleted(t *testing.T) {
	t.Parallel()
	b := newFactBench(t, "protect: [{feedsDeployment: true}]\npolicies: [{name: p, match: {scenarios: [s], olderThan: 1d, ageFrom: started}, action: stop-then-delete}]\n",
		many(1, "runs", "RUNNING")...)
	calls := b.countFacts(nil)
	counting := b.before
	b.before = func(w http.ResponseWriter, r *http.Request) bool {
		if isBulk(r) && strings.Contains(bodyOf(t, r), "STOPPED") { // as it stops, it makes a model
			e := b.simulator.Executions("default")[0]
			e.OutputArtifacts = 1
			b.simulator.Put("default", e)
			b.serve(e)
		}
		return counting(w, r)
	}
	r := b.sweep(t)
	if len(calls) > 0 || r.Policies[0].Stopped != 1 || r.Policies[0].Deleted != 0 || len(b.left("default")) != 1 {
		t.Errorf("asked %v, %+v, left %v", calls, r.Policies[0], b.left("default"))
	}
}

// If the API does not accept tagFilters without ids, it is asked by ids.
func TestTagsAreAskedForByIDsWhereTheAPITakesNoNames(t *testing.T) {
	t.Parallel()
	for name, yaml := range map[string]string{"opt-out": spared, "tags": tagged} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newFactBench(t, yaml, many(25, "dead", "DEAD")...)
			b.simulator.SetTags("default", "dead-001", [2]string{"keep", "yes"}, [2]string{"team", "b"})
			calls := b.countFacts(func(w http.ResponseWriter, call string) bool {
				if call == "tags of all" {
					w.Header()["Date"] = nil
					w.WriteHeader(http.StatusBadRequest)
				}
				return call == "tags of all"
			})
			r := b.sweep(t)
			if want := map[string]int{"tags of all": 1, "tags": 3}; !maps.Equal(calls, want) || r.Result != report.ResultOK {
				t.Errorf("asked %v, want %v: %s", calls, want, r.Result)
			}
			if _, spared := outcomes(r)["dead-001"]; spared {
				t.Errorf("outcomes %v", outcomes(r))
			}
		})
	}
}

// A tag with two values is unknown for that execution only.
func TestATagWithTwoValuesIsUnknown(t *testing.T) {
	t.Parallel()
	b := newFactBench(t, tagged, many(25, "dead", "DEAD")...)
	b.simulator.SetTags("default", "dead-001", [2]string{"team", "a"}, [2]string{"team", "b"})
	b.simulator.SetTags("default", "dead-002", [2]string{"team", "a"})
	r := b.sweep(t)
	if got := outcomes(r); !maps.Equal(got, verified("dead-002")) {
		t.Errorf("outcomes %v", got)
	}
	if m := r.Groups[0].Missing; len(m) != 1 || m[0].Waiting != 1 || !strings.Contains(m[0].Error, "two values: team of execution dead-001") {
		t.Errorf("missing %+v", m)
	}
}

// If the API does not answer for a kind of fact, the whole sweep stops asking for
// it, not each group separately.
func TestAnOutageOfAFactIsFoundOnce(t *testing.T) {
	t.Parallel()
	b := newFactBench(t, hung+"resourceGroups: {include: ['*']}\n")
	b.config.API.Concurrency = 1
	for g := range 6 {
		id := fmt.Sprintf("team-%d", g)
		b.simulator.AddGroup(id, "PROVISIONED")
		b.simulator.Put(id, run(fmt.Sprintf("runs-%d", g), "RUNNING", 2))
	}
	calls := b.countFacts(func(w http.ResponseWriter, _ string) bool {
		w.Header()["Date"] = nil
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	})
	r := b.sweep(t)
	if calls["logs"] != 3 {
		t.Errorf("%d requests", calls["logs"])
	}
	for _, g := range r.Groups {
		if g.Listed > 0 && (g.Result != report.ResultPartial || len(g.Missing) != 1 || g.Missing[0].Waiting != 1) {
			t.Errorf("%+v", g)
		}
	}
}

// If the newest log line has no time, the fact is unknown.
func TestALogLineWithoutATimeIsUnknown(t *testing.T) {
	t.Parallel()
	b := newFactBench(t, hung, many(1, "runs", "RUNNING")...)
	b.countFacts(func(w http.ResponseWriter, _ string) bool {
		w.Header()["Date"] = nil
		_, _ = w.Write([]byte(`{"data":{"result":[{"timestamp":"yesterday","msg":"loss 0.1"}]}}`))
		return true
	})
	r := b.sweep(t)
	if m := r.Groups[0].Missing; len(outcomes(r)) > 0 || len(m) != 1 || !strings.Contains(m[0].Error, "no time that can be read") {
		t.Errorf("outcomes %v, missing %+v", outcomes(r), m)
	}
}

// A deployment with an unlisted configuration could use any artifact.
func TestADeploymentOfAnUnknownConfigurationIsUnknown(t *testing.T) {
	t.Parallel()
	b := newFactBench(t, feeding, makers(2)...)
	b.simulator.PutDeployment("default", simulator.Deployment{ID: "live-1", ConfigurationID: "conf-nowhere", Status: "RUNNING"})
	r := b.sweep(t)
	if m := r.Groups[0].Missing; len(outcomes(r)) > 0 || len(m) != 1 || m[0].Waiting != 2 || !strings.Contains(m[0].Error, `"conf-nowhere", which is not listed`) {
		t.Errorf("outcomes %v, missing %+v", outcomes(r), m)
	}
}

// The configuration that a deployment used before a change counts as well.
func TestWhatADeploymentRunsWithUntilItIsChangedFeedsIt(t *testing.T) {
	t.Parallel()
	b := newFactBench(t, feeding, makers(2)...)
	b.serve(makers(1)[0])
	b.simulator.PutConfiguration("default", simulator.Configuration{ID: "conf-new"})
	b.simulator.PutDeployment("default", simulator.Deployment{ID: "live-made-000", ConfigurationID: "conf-new", LatestRunningConfigurationID: "conf-of-made-000"})
	if got := outcomes(b.sweep(t)); !maps.Equal(got, verified("made-001")) {
		t.Errorf("outcomes %v", got)
	}
}

// A keep.best with a metric that no execution has keeps nothing, which is
// probably a mistake.
func TestAMetricThatNobodyHasIsWarnedOf(t *testing.T) {
	t.Parallel()
	const warning = `policy p: keep.best keeps nothing: no execution that was asked about has the metric "acc"`
	for metric, want := range map[string]bool{"acc": false, "Acc": true} {
		b := newFactBench(t, ranked, many(2, "dead", "DEAD")...)
		b.simulator.SetMetrics("default", "dead-000", simulator.Metric{Name: metric, Value: 1, Time: noon})
		if got := strings.Contains(strings.Join(b.sweep(t).Warnings, "\n"), warning); got != want {
			t.Errorf("%s: warned is %v", metric, got)
		}
	}
}

// An interrupted sweep asks for no more facts.
func TestAnInterruptedSweepAsksNoMore(t *testing.T) {
	t.Parallel()
	b := newFactBench(t, hung, many(9, "runs", "RUNNING")...)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	calls := b.countFacts(func(http.ResponseWriter, string) bool { cancel(); return false })
	r := reaper.Sweep(ctx, b.options())
	if calls["logs"] != 1 || r.Cause == nil || len(outcomes(r)) > 0 {
		t.Errorf("%d requests, %v, %v", calls["logs"], r.Cause, outcomes(r))
	}
}
