package reaper_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// mixed fills a group with executions of several executables, all with this
// status.
func (b *bench) mixed(executables, each int, round, status string) {
	for x := range executables {
		for i := range each {
			e := run(fmt.Sprintf("%s-%s-%02d-%03d", round, status, x, i), status, 90+i%7)
			e.ExecutableID = fmt.Sprintf("train-%02d", x)
			b.simulator.Put("default", e)
		}
	}
}

const reapAll = `
limits: {maxPercent: 100}
policies:
  - {name: old, match: {statuses: [DEAD, COMPLETED], olderThan: 3d}, action: delete}
`

// Each template must opt in to bulk changes. If half of the executables do not,
// the first sweep still deletes everything, and from the second sweep on no bulk
// request has an item of theirs.
func TestExecutablesThatDoNotTakeBulkGoSingly(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"bulk-opt-in", "bulk-opt-in-400"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, simulator.Options{Seed: 4, Faults: []simulator.Fault{{Kind: fault, Rate: 0.5}}}, reapAll)
			b.simulator.AddGroup("default", "PROVISIONED")
			o := b.options()
			o.Learned = new(reaper.Learned)
			refused := make(map[string]bool)
			for round := range 2 {
				b.mixed(6, 50, fmt.Sprint("round", round), "DEAD")
				before := len(b.simulator.Changes())
				requests := b.simulator.Requests()
				r := reaper.Sweep(t.Context(), o)
				if left := len(b.left("default")); left != 0 || r.Result != report.ResultOK {
					t.Fatalf("round %d: %d are left, result %s", round, left, r.Result)
				}
				singles, bulks := 0, b.simulator.Requests()["PATCH /lm/executions"]-requests["PATCH /lm/executions"]
				for _, c := range b.simulator.Changes()[before:] {
					executable := c.ID[len("round0-DEAD-"):][:2]
					if !c.Bulk {
						singles++
						refused[executable] = true
					}
					if round == 1 && c.Bulk && refused[executable] {
						t.Errorf("an item of executable %s in bulk after it was learned", executable)
					}
				}
				t.Logf("%s, sweep %d: 300 deleted by %d bulk requests and %d single calls", fault, round+1, bulks, singles)
				if round == 1 && (bulks > 3 || singles != 50*len(refused) || len(refused) == 0 || len(refused) == 6) {
					t.Errorf("%d bulk requests and %d single calls for %d executables without bulk", bulks, singles, len(refused))
				}
			}
		})
	}
}

// That the bulk call refuses COMPLETED executions is learned by state: DEAD ones
// are still sent in bulk.
func TestCompletedOnesAreLearnedByState(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Seed: 4, Faults: []simulator.Fault{{Kind: "bulk-completed", Rate: 1}}}, reapAll)
	b.simulator.AddGroup("default", "PROVISIONED")
	o := b.options()
	o.Learned = new(reaper.Learned)
	for round := range 2 {
		b.mixed(3, 40, fmt.Sprint("round", round), "DEAD")
		b.mixed(3, 40, fmt.Sprint("round", round), "COMPLETED")
		before := len(b.simulator.Changes())
		r := reaper.Sweep(t.Context(), o)
		if left := len(b.left("default")); left != 0 || r.Result != report.ResultOK {
			t.Fatalf("round %d: %d are left, result %s", round, left, r.Result)
		}
		for _, c := range b.simulator.Changes()[before:] {
			if c.Accepted && (c.Status == "COMPLETED") == c.Bulk {
				t.Errorf("round %d: %s in state %s, bulk %v", round, c.ID, c.Status, c.Bulk)
			}
			if round == 1 && c.Bulk && c.Status == "COMPLETED" {
				t.Errorf("%s was tried in bulk again", c.ID)
			}
		}
	}
}

// "always" sends no single call, "never" sends no bulk call.
func TestBulkAlwaysAndNever(t *testing.T) {
	t.Parallel()
	for mode, want := range map[string]string{"always": "refused", "never": "verified"} {
		b := newBench(t, simulator.Options{Faults: []simulator.Fault{{Kind: "bulk-opt-in", Rate: 1}}}, reapAll+"api: {bulk: "+mode+"}\n")
		b.simulator.AddGroup("default", "PROVISIONED")
		b.simulator.Put("default", run("dead-old", "DEAD", 5))
		r := b.sweep(t)
		if got := outcomes(r)["dead-old"]; got != want {
			t.Errorf("%s: %s", mode, got)
		}
		for _, c := range b.simulator.Changes() {
			if c.Bulk != (mode == "always") {
				t.Errorf("%s: a change by bulk %v", mode, c.Bulk)
			}
		}
	}
}

// After five refusals of the same kind in a row, single calls are not tried for
// that kind. Each refused item is tried at most once.
func TestSingleCallsThatDoNotHelpAreGivenUp(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, reapAll+"api: {batchSize: 10}\n")
	b.simulator.AddGroup("default", "PROVISIONED")
	b.mixed(1, 40, "round0", "DEAD")
	singles := make(map[string]int)
	b.before = func(w http.ResponseWriter, r *http.Request) bool {
		switch {
		case isBulk(r):
			answerItems(t, w, r, "01010099")
		case r.Method == http.MethodDelete:
			singles[r.URL.Path]++
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusConflict)
			fmt.Fprint(w, `{"error":{"code":"01010099","message":"no"}}`)
		default:
			return false
		}
		return true
	}
	o := b.options()
	o.Concurrency = 1
	r := reaper.Sweep(t.Context(), o)
	for path, n := range singles {
		if n > 1 {
			t.Errorf("%s was sent %d times", path, n)
		}
	}
	if n := len(singles); n < 5 || n > 20+8 { // two batches are sent concurrently
		t.Errorf("%d single calls", n)
	}
	if r.Policies[0].Failed != 40 || r.Result != report.ResultPartial {
		t.Errorf("%s, %+v", r.Result, r.Policies[0])
	}
}

// If a gateway accepts at most 50 items, no item is bad: all are deleted, and
// later requests have no more items than it accepts.
func TestALimitOfTheGatewayBlamesNobody(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"auto", "always"} {
		b := newBench(t, simulator.Options{Faults: []simulator.Fault{{Kind: "bulk-limit-50", Rate: 1}}}, reapAll+"api: {bulk: "+mode+"}\n")
		b.simulator.AddGroup("default", "PROVISIONED")
		b.mixed(2, 150, "round0", "DEAD")
		r := b.sweep(t)
		if left := len(b.left("default")); left != 0 || r.Policies[0].Deleted != 300 || r.Result != report.ResultOK {
			t.Errorf("%s: %d are left, %s, %+v", mode, left, r.Result, r.Policies[0])
		}
	}
}

// If one group has no bulk call, the others still use it.
func TestOneGroupWithoutBulkLeavesItToTheOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, reapAll+"resourceGroups: {include: [a-without, b-with]}\napi: {concurrency: 1}\n")
	for _, g := range []string{"a-without", "b-with"} {
		b.simulator.AddGroup(g, "PROVISIONED")
		b.simulator.Put(g, run("dead-"+g, "DEAD", 5))
	}
	bulk := 0
	b.before = func(w http.ResponseWriter, r *http.Request) bool {
		if isBulk(r) && r.Header.Get("AI-Resource-Group") == "a-without" {
			http.NotFound(w, r)
			return true
		}
		if isBulk(r) {
			bulk++
		}
		return false
	}
	o := b.options()
	o.Learned = new(reaper.Learned)
	for range 2 {
		if r := reaper.Sweep(t.Context(), o); r.Result != report.ResultOK {
			t.Errorf("%s: %+v", r.Result, r.Groups)
		}
		for _, g := range []string{"a-without", "b-with"} {
			b.simulator.Put(g, run("dead-"+g, "DEAD", 5))
		}
	}
	if bulk != 2 {
		t.Errorf("%d bulk requests where the call is there", bulk)
	}
}

// answerItems answers a bulk request with the same refusal for each item.
func answerItems(t *testing.T, w http.ResponseWriter, r *http.Request, code string) {
	t.Helper()
	var body struct {
		Executions []struct {
			ID string `json:"id"`
		} `json:"executions"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		t.Error(err)
	}
	type item struct {
		ID    string            `json:"id"`
		Error map[string]string `json:"error"`
	}
	items := make([]item, len(body.Executions))
	for i, e := range body.Executions {
		items[i] = item{e.ID, map[string]string{"code": code, "message": "no"}}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusAccepted)
	_ = json.NewEncoder(w).Encode(map[string]any{"executions": items})
}

// A group that refuses every request is given up after a while, and its
// executions do not count as refused.
func TestAGroupThatRefusesEveryRequestIsGivenUp(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, reapAll+"api: {bulk: always}\n")
	b.simulator.AddGroup("default", "PROVISIONED")
	b.mixed(3, 100, "round0", "DEAD")
	bulk := 0
	b.before = func(w http.ResponseWriter, r *http.Request) bool {
		if isBulk(r) {
			bulk++
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":{"code":"01000013","message":"The request is not valid"}}`)
		}
		return isBulk(r)
	}
	r := b.sweep(t)
	if bulk < 20 || bulk > 40 {
		t.Errorf("%d bulk requests", bulk)
	}
	if r.Result != report.ResultPartial || r.Groups[0].Error == "" || len(b.left("default")) != 300 {
		t.Errorf("%s: %+v", r.Result, r.Groups[0].Error)
	}
}

// An execution that somebody else deleted is gone and does not count as deleted
// by this program.
func TestWhatOthersDeletedIsGone(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"auto", "never"} {
		b := newBench(t, simulator.Options{}, reapAll+"api: {bulk: "+mode+"}\n")
		b.simulator.AddGroup("default", "PROVISIONED")
		b.simulator.Put("default", run("dead-old", "DEAD", 5), run("dead-older", "DEAD", 6))
		b.before = func(_ http.ResponseWriter, r *http.Request) bool {
			if isBulk(r) || r.Method == http.MethodDelete {
				b.simulator.Remove("default", "dead-old")
			}
			return false
		}
		r := b.sweep(t)
		got := outcomes(r)
		if got["dead-old"] != "gone" || got["dead-older"] != "verified" || r.Policies[0].Deleted != 1 || r.Policies[0].Gone != 1 || r.Result != report.ResultOK {
			t.Errorf("%s: %v, %+v", mode, got, r.Policies[0])
		}
		for call, n := range b.simulator.Requests() {
			if call == "DELETE /lm/executions/{id}" && mode == "auto" {
				t.Errorf("%d single calls for what is gone", n)
			}
		}
	}
}
