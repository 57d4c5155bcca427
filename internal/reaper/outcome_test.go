package reaper_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

const cleanUp = `
limits: {maxPercent: 100}
policies:
  - {name: dead, match: {statuses: [DEAD], olderThan: 3d}, action: delete}
  - {name: runaway, match: {statuses: [RUNNING], scenarios: [s], olderThan: 2d}, action: stop}
  - {name: old, match: {scenarios: [gone], olderThan: 1d}, action: stop-then-delete}
`

func gone(id, status string, days int) simulator.Execution {
	e := run(id, status, days)
	e.ScenarioID = "gone"
	return e
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		options simulator.Options
		config  string
		world   []simulator.Execution
		before  func(*bench)
		want    map[string]string // outcome by execution
		result  report.Result
		left    []string // executions there are afterwards
	}{
		"what has expired goes and is seen to be gone": {
			options: simulator.Options{Settle: 20 * time.Second},
			world:   []simulator.Execution{run("dead-old", "DEAD", 5), run("dead-new", "DEAD", 1), run("runs-long", "RUNNING", 4), run("runs", "RUNNING", 1)},
			want:    map[string]string{"dead-old": "verified", "runs-long": "verified"},
			result:  report.ResultOK, left: []string{"dead-new", "runs", "runs-long"},
		},
		"an active one is stopped first and deleted in the same sweep": {
			options: simulator.Options{Settle: 20 * time.Second},
			world:   []simulator.Execution{gone("active", "RUNNING", 4), gone("ended", "COMPLETED", 4), gone("waits", "PENDING", 4)},
			want:    map[string]string{"active": "verified", "ended": "verified", "waits": "verified"},
			result:  report.ResultOK,
		},
		"what does not get there in time is accepted": {
			options: simulator.Options{Settle: time.Hour},
			world:   []simulator.Execution{run("dead-old", "DEAD", 5), gone("active", "RUNNING", 4)},
			want:    map[string]string{"dead-old": "accepted", "active": "accepted"},
			result:  report.ResultPartial, left: []string{"active", "dead-old"},
		},
		"what the bulk call refuses is sent once singly": {
			options: simulator.Options{Seed: 3, Faults: []simulator.Fault{{Kind: "item-error", Rate: 0.5}}},
			world:   []simulator.Execution{run("dead-1", "DEAD", 5), run("dead-2", "DEAD", 6), run("dead-3", "DEAD", 7), run("dead-4", "DEAD", 8)},
			want:    map[string]string{"dead-1": "verified", "dead-2": "verified", "dead-3": "verified", "dead-4": "verified"},
			result:  report.ResultOK,
		},
		"a refused item fails alone": {
			config:  cleanUp + "api: {bulk: always}\n",
			options: simulator.Options{Seed: 3, Faults: []simulator.Fault{{Kind: "item-error", Rate: 0.5}}},
			world:   []simulator.Execution{run("dead-1", "DEAD", 5), run("dead-2", "DEAD", 6), run("dead-3", "DEAD", 7), run("dead-4", "DEAD", 8)},
			want:    map[string]string{"dead-1": "refused", "dead-2": "refused", "dead-3": "refused", "dead-4": "verified"},
			result:  report.ResultPartial, left: []string{"dead-1", "dead-2", "dead-3"},
		},
		"meta without bulk has changes go one by one": {
			options: simulator.Options{Faults: []simulator.Fault{{Kind: "meta-no-bulk", Rate: 1}, {Kind: "bulk-off", Rate: 1}}},
			world:   []simulator.Execution{run("dead-1", "DEAD", 5), run("long", "RUNNING", 6)},
			want:    map[string]string{"dead-1": "verified", "long": "verified"},
			result:  report.ResultOK, left: []string{"long"},
		},
		"a bulk call that is not there falls back to single calls": {
			options: simulator.Options{Faults: []simulator.Fault{{Kind: "bulk-off", Rate: 1}}},
			world:   []simulator.Execution{run("dead-1", "DEAD", 5), run("dead-2", "DEAD", 6)},
			want:    map[string]string{"dead-1": "verified", "dead-2": "verified"},
			result:  report.ResultOK,
		},
		"a group over maxPercent is left alone": {
			config: strings.Replace(cleanUp, "maxPercent: 100", "maxPercent: 50", 1),
			world:  []simulator.Execution{run("dead-1", "DEAD", 5), run("dead-2", "DEAD", 6), run("fine", "COMPLETED", 1)},
			want:   map[string]string{"dead-1": "deferred", "dead-2": "deferred"},
			result: report.ResultRefused, left: []string{"dead-1", "dead-2", "fine"},
		},
		"over maxDeletes the oldest go first": {
			config: strings.Replace(cleanUp, "maxPercent: 100", "maxPercent: 100, maxDeletes: 1", 1),
			world:  []simulator.Execution{run("dead-1", "DEAD", 5), run("dead-2", "DEAD", 6)},
			want:   map[string]string{"dead-1": "deferred", "dead-2": "verified"},
			result: report.ResultOK, left: []string{"dead-1"},
		},
		"clocks that do not agree refuse the sweep": {
			options: simulator.Options{Faults: []simulator.Fault{{Kind: "clock-skew", Rate: 1}}},
			world:   []simulator.Execution{run("dead-1", "DEAD", 5)},
			want:    map[string]string{},
			result:  report.ResultRefused, left: []string{"dead-1"},
		},
		"a listing that stays short of the count is not acted on": {
			options: simulator.Options{Faults: []simulator.Fault{{Kind: "duplicates", Rate: 1}}},
			world:   []simulator.Execution{run("dead-1", "DEAD", 5), run("dead-2", "DEAD", 6), run("dead-3", "DEAD", 6)},
			want:    map[string]string{},
			result:  report.ResultFailed, left: []string{"dead-1", "dead-2", "dead-3"},
		},
		"a resource group that is not provisioned is skipped": {
			world:  []simulator.Execution{run("dead-1", "DEAD", 5)},
			config: cleanUp + "resourceGroups: {include: ['*']}\n",
			before: func(b *bench) { b.simulator.AddGroup("default", "PROVISIONING") },
			want:   map[string]string{}, result: report.ResultOK, left: []string{"dead-1"},
		},
		"a resource group without a right to it fails alone": {
			world:  []simulator.Execution{run("dead-1", "DEAD", 5)},
			config: cleanUp + "resourceGroups: {include: [default, other]}\n",
			before: func(b *bench) { b.simulator.AddGroup("other", "PROVISIONED"); b.simulator.Deny("other") },
			want:   map[string]string{"dead-1": "verified"}, result: report.ResultPartial,
		},
		"nothing but unmapped statuses": {
			options: simulator.Options{Faults: []simulator.Fault{{Kind: "unknown-status", Rate: 1}}},
			world:   []simulator.Execution{run("dead-1", "DEAD", 5)},
			want:    map[string]string{}, result: report.ResultOK, left: []string{"dead-1"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.config == "" {
				test.config = cleanUp
			}
			b := newBench(t, test.options, test.config)
			b.simulator.AddGroup("default", "PROVISIONED")
			b.simulator.Put("default", test.world...)
			if test.before != nil {
				test.before(b)
			}
			r := b.sweep(t)
			if got := outcomes(r); !maps.Equal(got, test.want) {
				t.Errorf("outcomes %v, want %v (%s)", got, test.want, r.Error())
			}
			if r.Result != test.result {
				t.Errorf("result %s, want %s: %+v", r.Result, test.result, r.Groups)
			}
			var left []string
			for _, e := range b.simulator.Executions("default") {
				left = append(left, e.ID)
			}
			if slices.Sort(left); !slices.Equal(left, test.left) {
				t.Errorf("left %v, want %v", left, test.left)
			}
		})
	}
}

func TestAnActiveExecutionIsNeverSentAsDeleted(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Settle: 3 * time.Second}, cleanUp)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", gone("active", "RUNNING", 4), gone("waits", "PENDING", 4))
	b.sweep(t)
	for _, c := range b.simulator.Changes() {
		if !c.Accepted || c.Target == "DELETED" && c.Status != "STOPPED" {
			t.Errorf("sent %s for %s in state %s", c.Target, c.ID, c.Status)
		}
	}
	if n := len(b.simulator.Changes()); n != 4 {
		t.Errorf("%d changes, want a stop and a deletion each", n)
	}
}

func TestAPoisonIDIsFoundAndTheOthersGo(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Seed: 5, Faults: []simulator.Fault{{Kind: "poison-id", Rate: 0.03}}}, cleanUp)
	b.simulator.AddGroup("default", "PROVISIONED")
	for i := range 100 {
		b.simulator.Put("default", run("dead-"+string(rune('a'+i/26))+string(rune('a'+i%26)), "DEAD", 5+i))
	}
	r := b.sweep(t)
	count := make(map[string]int)
	for _, o := range outcomes(r) {
		count[o]++
	}
	poisoned := len(b.simulator.Executions("default"))
	if poisoned == 0 || count["refused"] != poisoned || count["verified"] != 100-poisoned {
		t.Errorf("outcomes %v with %d poisoned", count, poisoned)
	}
	if n := b.simulator.Requests()["PATCH /lm/executions"]; n > 2+poisoned*(7+3) { // of a size that was not accepted before, both halves are sent
		t.Errorf("%d bulk requests for %d at fault", n, poisoned)
	}
}

func TestRequestsAreNoMoreThanPromised(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{ResourceGroups: 3, Executions: 3000, Seed: 9}, `
resourceGroups: {include: ["*"]}
limits: {maxPercent: 100}
api: {pageSize: 400}
policies:
  - {name: all, matchAll: true, match: {statuses: [DEAD, COMPLETED, STOPPED]}, action: delete}
`)
	r := b.sweep(t)
	deleted := r.Policies[0].Deleted
	requests := b.simulator.Requests()
	listings := requests["GET /lm/executions/$count"]
	want := map[string]int{"POST /oauth/token": 1, "GET /lm/meta": 1, "GET /admin/resourceGroups": 1}
	for call, n := range want {
		if requests[call] != n {
			t.Errorf("%s: %d requests, want %d", call, requests[call], n)
		}
	}
	if listings != 6 { // one to plan and one to verify in each group
		t.Errorf("%d listings", listings)
	}
	if most := listings * (1000/400 + 1); requests["GET /lm/executions"] > most {
		t.Errorf("%d pages, at most %d are promised", requests["GET /lm/executions"], most)
	}
	bulks := 0
	for _, g := range r.Groups {
		n := 0
		for row := range r.Rows.All() {
			if row.Group == g.ID {
				n++
			}
		}
		bulks += (n + 99) / 100
	}
	if requests["PATCH /lm/executions"] != bulks || deleted == 0 {
		t.Errorf("%d bulk requests for %d deletions, want %d", requests["PATCH /lm/executions"], deleted, bulks)
	}
	for call := range requests {
		if !strings.HasPrefix(call, http.MethodGet) && !strings.HasPrefix(call, "POST /oauth") && call != "PATCH /lm/executions" {
			t.Errorf("a call that nobody promised: %s", call)
		}
	}
}

func TestWhatProtectCouldNotDecideIsInTheReport(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp+"protect:\n  - {when: 'execution.statusMessage.contains(\"x\")'}\n")
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("dead-1", "DEAD", 5), run("dead-2", "DEAD", 6)) // without a message
	r := b.sweep(t)
	if r.ProtectErrors != 2 || len(outcomes(r)) != 0 {
		t.Errorf("%d, %v", r.ProtectErrors, outcomes(r))
	}
	var text strings.Builder
	if err := render.JSON(&text, r, ""); err != nil || !strings.Contains(text.String(), `"protectErrors":2`) {
		t.Errorf("%s, %v", text.String(), err)
	}
}
