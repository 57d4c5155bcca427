package reaper_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// Each of these tests shows a way in which the program once deleted what its user
// wanted to keep.

const stopThenDelete = `
limits: {maxPercent: 100}
policies:
  - name: tidy
    match: {statuses: [RUNNING], olderThan: 2d, ageFrom: started}
    keep: {latest: 1, statuses: [COMPLETED]}
    action: stop-then-delete
`

// completes lets a run of the default group complete by itself.
func (b *bench) completes(id string) {
	for _, e := range b.simulator.Executions("default") {
		if e.ID == id {
			e.Status, e.CompletionTime, e.ModifiedAt = "COMPLETED", b.clock.Now(), b.clock.Now()
			b.simulator.Put("default", e)
		}
	}
}

func (b *bench) left(group string) []string {
	var ids []string
	for _, e := range b.simulator.Executions(group) {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	return ids
}

// bodyOf returns the body of a request, which can still be read afterwards.
func bodyOf(t *testing.T, r *http.Request) string {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return string(body)
}

func isBulk(r *http.Request) bool {
	return r.Method == http.MethodPatch && strings.HasSuffix(r.URL.Path, "/lm/executions")
}

// A run that completes by itself before the stop takes effect is left to the next
// sweep and does not count.
func TestARunThatEndsBeforeTheStopLandsIsKept(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]int{"the stop is refused": 0, "the stop is taken": http.StatusAccepted, "the stop is answered 500 and never applied": http.StatusInternalServerError} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, simulator.Options{Settle: 2 * time.Second}, stopThenDelete)
			b.simulator.AddGroup("default", "PROVISIONED")
			b.simulator.Put("default", run("trains", "RUNNING", 4))
			stopped := false
			b.before = func(w http.ResponseWriter, r *http.Request) bool {
				isStop := isBulk(r) && strings.Contains(bodyOf(t, r), "STOPPED")
				if isStop && answer != http.StatusAccepted || stopped {
					b.completes("trains")
				}
				stopped = stopped || isStop
				if isStop && answer >= 500 {
					w.WriteHeader(answer)
				}
				return isStop && answer >= 500
			}
			r := b.sweep(t)
			if got := b.left("default"); !slices.Equal(got, []string{"trains"}) {
				t.Errorf("left is %v: it was deleted", got)
			}
			if got := outcomes(r)["trains"]; got != "ended" {
				t.Errorf("the outcome is %q", got)
			}
			if p := r.Policies[0]; p.Stopped != 0 || p.Deleted != 0 || r.Freed.Nodes != 0 {
				t.Errorf("it counts as %+v, freed %+v", p, r.Freed)
			}
			if r.Result != "ok" {
				t.Errorf("the result is %s", r.Result)
			}
		})
	}
}

// A run that keep saves once it has stopped is not deleted in the same sweep.
func TestAPlanMadeAfreshDecidesOnTheDeletion(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Settle: 2 * time.Second}, `
limits: {maxPercent: 100}
policies:
  - name: tidy
    match: {olderThan: 2d, ageFrom: started}
    keep: {latest: 1, statuses: [STOPPED]}
    action: stop-then-delete
`)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("trains", "RUNNING", 4))
	r := b.sweep(t)
	if got := b.left("default"); !slices.Equal(got, []string{"trains"}) {
		t.Errorf("left is %v: it was deleted", got)
	}
	if p := r.Policies[0]; p.Stopped != 1 || p.Deleted != 0 || outcomes(r)["trains"] != "verified" {
		t.Errorf("%+v, %v", p, outcomes(r))
	}
}

// Labels are known both for a group that is named and for a group that a glob
// matches.
func TestLabelsProtectHoweverTheGroupIsNamed(t *testing.T) {
	t.Parallel()
	for name, include := range map[string]string{"by a glob": `["*"]`, "by its id": `[team-a]`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, simulator.Options{}, cleanUp+`
resourceGroups: {include: `+include+`}
protect: [{when: '"ext.ai.sap.com/stage" in resourceGroup.labels && resourceGroup.labels["ext.ai.sap.com/stage"] == "prod"'}]
`)
			b.simulator.AddGroup("team-a", "PROVISIONED", [2]string{"ext.ai.sap.com/stage", "prod"})
			b.simulator.Put("team-a", run("dead-old", "DEAD", 5))
			b.sweep(t)
			if got := b.left("team-a"); len(got) != 1 {
				t.Errorf("left is %v", got)
			}
			b.simulator.AddGroup("team-a", "PROVISIONED", [2]string{"ext.ai.sap.com/stage", "dev"})
			b.simulator.Put("team-a", run("dead-old", "DEAD", 5))
			b.sweep(t)
			if got := b.left("team-a"); len(got) != 0 {
				t.Errorf("left is %v, though the labels are known and do not protect", got)
			}
		})
	}
}

// A group id with a blank at its end would reach the group without it.
func TestAGroupWithABlankInItsIDReachesNoOther(t *testing.T) {
	t.Parallel()
	for name, yaml := range map[string]string{
		"as the API lists it":    cleanUp + `resourceGroups: {include: ["*"], exclude: [prod]}`,
		"as the config names it": cleanUp + `resourceGroups: {include: ["prod "], exclude: [prod]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, ok := mayParse(t, yaml)
			if !ok {
				return // the config is refused, which is also correct
			}
			b := newBench(t, simulator.Options{}, c)
			b.simulator.AddGroup("prod", "PROVISIONED")
			b.simulator.AddGroup("prod ", "PROVISIONED")
			b.simulator.Put("prod", run("dead-old", "DEAD", 5))
			r := b.sweep(t)
			if got := b.left("prod"); len(got) != 1 {
				t.Errorf("left is %v: an excluded group was reaped", got)
			}
			if r.Result == "ok" {
				t.Error("nobody is told")
			}
		})
	}
}

// A gateway that drops AI-Resource-Group lists one group's executions under all.
func TestAnIDThatTwoGroupsListIsKept(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp+`resourceGroups: {include: ["*"], exclude: [prod]}`)
	for _, g := range []string{"prod", "team-a", "team-b"} {
		b.simulator.AddGroup(g, "PROVISIONED")
	}
	b.simulator.Put("prod", run("dead-old", "DEAD", 5))
	b.simulator.Put("team-a", run("dead-own", "DEAD", 5))
	b.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("AI-Resource-Group") != "" {
			r.Header.Set("AI-Resource-Group", "prod")
		}
		return false
	}
	r := b.sweep(t)
	if got := b.left("prod"); len(got) != 1 {
		t.Errorf("left is %v: an excluded group was reaped", got)
	}
	if p := r.Policies[0]; p.Protected != 2 || p.Matched != 2 {
		t.Errorf("%+v", p)
	}
}

// What two groups list is neither announced nor counted as a cost that is overdue.
func TestWhatTwoGroupsListIsNotAnnounced(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, `
resourceGroups: {include: [one, two]}
limits: {maxPercent: 100}
policies:
  - {name: long, notice: 2d, match: {statuses: [RUNNING], olderThan: 5d}, action: stop}
costs: {resourcePlans: {large: {gpus: 1}}, executables: [{scenarios: [s], resourcePlan: large}]}
`)
	for _, g := range []string{"one", "two"} {
		b.simulator.AddGroup(g, "PROVISIONED")
		b.simulator.Put(g, run("long-both", "RUNNING", 6), run("soon-both", "RUNNING", 4))
	}
	b.simulator.Put("one", run("long-own", "RUNNING", 6), run("soon-own", "RUNNING", 4))
	o := b.options()
	o.Mode = report.DryRun
	r := reaper.Sweep(t.Context(), o)
	if len(r.Upcoming) != 1 || r.Upcoming[0].ID != "soon-own" || r.Policies[0].Upcoming != 1 {
		t.Errorf("upcoming are %+v, %+v", r.Upcoming, r.Policies[0])
	}
	expired := 0.0
	for _, g := range r.Groups {
		for _, line := range g.Stock {
			expired += line.Running.Expired.GPUs
		}
	}
	if expired != 1 {
		t.Errorf("%v GPUs are held by what has expired, want 1", expired)
	}
}

// An execution with an invalid id is kept, wherever the id would lead.
func TestAnIDThatLeadsElsewhereIsKept(t *testing.T) {
	t.Parallel()
	for _, bulk := range []string{"auto", "never"} {
		t.Run(bulk, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, simulator.Options{}, cleanUp+"api: {bulk: "+bulk+"}\n")
			b.simulator.AddGroup("default", "PROVISIONED")
			ids := []string{"../../admin/resourceGroups/g00", ".", "..", "$count", "abc", "dead old", "a/../b"}
			for _, id := range ids {
				b.simulator.Put("default", run(id, "DEAD", 5))
			}
			b.simulator.Put("default", run("dead-sound", "DEAD", 5))
			b.before = func(_ http.ResponseWriter, r *http.Request) bool {
				if r.Method == http.MethodDelete && !strings.HasSuffix(r.URL.EscapedPath(), "/dead-sound") {
					t.Errorf("sent %s %s", r.Method, r.URL.EscapedPath())
				}
				return false
			}
			r := b.sweep(t)
			if got := len(b.left("default")); got != len(ids) {
				t.Errorf("%d are left", got)
			}
			if p := r.Policies[0]; p.Protected != len(ids) || p.Deleted != 1 || len(r.Faults) != 0 {
				t.Errorf("%+v, faults %v", p, r.Faults)
			}
		})
	}
}

// An execution with contradictory records is kept.
func TestContradictoryRecordsAreKept(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Faults: []simulator.Fault{{Kind: "contradictory", Rate: 1}}}, cleanUp)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("dead-1", "DEAD", 5), run("dead-2", "DEAD", 6))
	r := b.sweep(t)
	if got := b.left("default"); len(got) != 2 {
		t.Errorf("left is %v", got)
	}
	if p := r.Policies[0]; p.Protected != p.Matched {
		t.Errorf("%+v", p)
	}
}

// mayParse returns the config if it is valid.
func mayParse(t *testing.T, yaml string) (string, bool) {
	t.Helper()
	_, _, err := config.Parse("test.yaml", []byte(yaml))
	return yaml, err == nil
}
