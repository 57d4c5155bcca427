package reaper_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// factCall returns the tests' name for a request for a fact.
func factCall(r *http.Request) string {
	switch path := r.URL.Path; {
	case strings.HasSuffix(path, "/lm/metrics") && r.URL.Query().Has("tagFilters"):
		return "tags of all"
	case strings.HasSuffix(path, "/lm/metrics"):
		return r.URL.Query().Get("$select")
	case strings.HasSuffix(path, "/logs"):
		return "logs"
	case strings.HasSuffix(path, "/lm/deployments"):
		return "deployments"
	case strings.HasSuffix(path, "/lm/configurations"):
		return "configurations"
	}
	return ""
}

// countFacts counts the calls for facts. fault may answer them instead of the
// simulator.
func (b *bench) countFacts(fault func(w http.ResponseWriter, call string) (answered bool)) map[string]int {
	calls := make(map[string]int)
	b.before = func(w http.ResponseWriter, r *http.Request) bool {
		call := factCall(r)
		if call == "" {
			return false
		}
		calls[call]++
		return fault != nil && fault(w, call)
	}
	return calls
}

// newFactBench returns a bench with one group that never repeats requests.
func newFactBench(t *testing.T, yaml string, world ...simulator.Execution) *bench {
	t.Helper()
	b := newBench(t, simulator.Options{Settle: time.Second}, "limits: {maxPercent: 100}\napi: {retries: 0}\n"+yaml)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", world...)
	return b
}

// many returns executions in one state and scenario that are two days old.
func many(n int, prefix, status string) []simulator.Execution {
	var all []simulator.Execution
	for i := range n {
		all = append(all, run(fmt.Sprintf("%s-%03d", prefix, i), status, 2))
	}
	return all
}

const (
	tagged  = "policies: [{name: p, match: {tags: {team: a}, olderThan: 1d}, action: delete}]\n"
	spared  = "optOut: {tag: keep}\npolicies: [{name: p, match: {statuses: [DEAD], olderThan: 1d}, action: delete}]\n"
	ranked  = "policies: [{name: p, match: {scenarios: [s], olderThan: 1d}, keep: {best: {metric: acc, order: max, n: 1}}, action: delete}]\n"
	hung    = "policies: [{name: p, match: {silentFor: 6h}, action: stop}]\n"
	feeding = "protect: [{feedsDeployment: true}]\npolicies: [{name: p, match: {statuses: [COMPLETED], olderThan: 1d}, action: delete}]\n"
)

// makers returns executions with one output artifact each.
func makers(n int) []simulator.Execution {
	all := many(n, "made", "COMPLETED")
	for i := range all {
		all[i].OutputArtifacts = 1
	}
	return all
}

// serve deploys an output artifact of an execution.
func (b *bench) serve(e simulator.Execution) {
	b.simulator.PutConfiguration("default", simulator.Configuration{ID: "conf-of-" + e.ID, InputArtifacts: [][2]string{{"model", e.ArtifactID(0)}}})
	b.simulator.PutDeployment("default", simulator.Deployment{ID: "live-" + e.ID, ConfigurationID: "conf-of-" + e.ID, Status: "RUNNING"})
}

func TestEachFactIsAskedForInFewRequestsAndDecides(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		yaml  string
		world []simulator.Execution
		set   func(*bench)
		calls map[string]int
		acted []string
	}{
		"tags of few are asked for by their ids": {
			yaml: tagged, world: many(10, "dead", "DEAD"),
			set:   func(b *bench) { b.simulator.SetTags("default", "dead-003", [2]string{"team", "a"}) },
			calls: map[string]int{"tags": 1}, acted: []string{"dead-003"},
		},
		"tags of many are asked for by their name": {
			yaml: tagged, world: many(25, "dead", "DEAD"),
			set: func(b *bench) {
				b.simulator.SetTags("default", "dead-003", [2]string{"team", "a"})
				b.simulator.SetTags("default", "dead-004", [2]string{"team", "b"})
			},
			calls: map[string]int{"tags of all": 1}, acted: []string{"dead-003"},
		},
		"all tags are asked for by ids, ten in a request": {
			yaml:  "policies: [{name: p, match: {when: 'size(tags) == 2', olderThan: 1d}, action: delete}]\n",
			world: many(25, "dead", "DEAD"),
			set: func(b *bench) {
				b.simulator.SetTags("default", "dead-003", [2]string{"team", "a"}, [2]string{"x", "y"})
			},
			calls: map[string]int{"tags": 3}, acted: []string{"dead-003"},
		},
		"one page of tags for those who opt out": {
			yaml: spared, world: many(2, "dead", "DEAD"),
			set:   func(b *bench) { b.simulator.SetTags("default", "dead-000", [2]string{"keep", "please"}) },
			calls: map[string]int{"tags of all": 1}, acted: []string{"dead-001"},
		},
		"metrics of all that keep.best counts, young ones too": {
			yaml: ranked, world: append(many(11, "dead", "DEAD"), run("young", "COMPLETED", 0)),
			set: func(b *bench) {
				b.simulator.SetMetrics("default", "young", simulator.Metric{Name: "acc", Value: 0.9, Time: noon})
				for i := range 11 {
					b.simulator.SetMetrics("default", fmt.Sprintf("dead-%03d", i), simulator.Metric{Name: "acc", Value: 0.5, Time: noon})
				}
			},
			calls: map[string]int{"metrics": 2},
			acted: []string{"dead-000", "dead-001", "dead-002", "dead-003", "dead-004", "dead-005", "dead-006", "dead-007", "dead-008", "dead-009", "dead-010"},
		},
		"the newest value of a metric counts": {
			yaml: ranked, world: many(2, "dead", "DEAD"),
			set: func(b *bench) {
				b.simulator.SetMetrics("default", "dead-000",
					simulator.Metric{Name: "acc", Value: 0.1, Time: noon}, simulator.Metric{Name: "acc", Value: 0.9, Time: noon.Add(-time.Hour)})
				b.simulator.SetMetrics("default", "dead-001", simulator.Metric{Name: "acc", Value: 0.5, Time: noon})
			},
			calls: map[string]int{"metrics": 1}, acted: []string{"dead-000"},
		},
		"one request for the log of each RUNNING one": {
			yaml: hung, world: append(many(3, "runs", "RUNNING"), many(5, "dead", "DEAD")...),
			set: func(b *bench) {
				b.simulator.SetLog("default", "runs-000", simulator.LogLine{Time: noon.Add(-7 * time.Hour), Message: "loss 0.3"})
				b.simulator.SetLog("default", "runs-001", simulator.LogLine{Time: noon.Add(-5 * time.Hour)}, simulator.LogLine{Time: noon.Add(-9 * time.Hour)})
				b.simulator.SetLog("default", "runs-002")
			},
			calls: map[string]int{"logs": 3}, acted: []string{"runs-000"},
		},
		"two listings say what deployments are made of": {
			yaml: feeding, world: makers(30),
			set:   func(b *bench) { b.serve(makers(30)[7]) },
			calls: map[string]int{"deployments": 1, "configurations": 2}, acted: without(makers(30), 7),
		},
		"without deployments one listing does": {
			yaml: feeding, world: makers(1),
			calls: map[string]int{"deployments": 1}, acted: []string{"made-000"},
		},
		"nothing is asked about what has no artifacts": {
			yaml: feeding, world: many(3, "made", "COMPLETED"), calls: map[string]int{},
			acted: []string{"made-000", "made-001", "made-002"},
		},
		"nothing is asked about what is too young, protected or kept otherwise": {
			yaml:  "protect: [{executables: [x]}]\noptOut: {tag: keep}\n" + strings.Replace(hung, "{silentFor: 6h}", "{silentFor: 6h, tags: {team: a}}", 1),
			world: append(many(3, "runs", "RUNNING"), run("young", "RUNNING", 0)),
			calls: map[string]int{},
		},
		"nothing is asked that the config does not use": {
			yaml: "policies: [{name: p, match: {statuses: [DEAD], olderThan: 3d}, action: delete}]\n", world: many(3, "dead", "DEAD"), calls: map[string]int{},
		},
		"what costs least is asked for first, and the rest where it still matters": {
			yaml: "optOut: {tag: keep}\npolicies: [{name: p, match: {tags: {team: a}, silentFor: 6h}, action: stop}]\n", world: many(3, "runs", "RUNNING"),
			set: func(b *bench) {
				b.simulator.SetTags("default", "runs-000", [2]string{"team", "a"}, [2]string{"keep", "yes"})
				b.simulator.SetTags("default", "runs-001", [2]string{"team", "a"})
				b.simulator.SetLog("default", "runs-001", simulator.LogLine{Time: noon.Add(-7 * time.Hour)})
			},
			calls: map[string]int{"tags of all": 1, "tags": 1, "logs": 1}, acted: []string{"runs-001"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newFactBench(t, test.yaml, test.world...)
			if test.set != nil {
				test.set(b)
			}
			calls := b.countFacts(nil)
			r := b.sweep(t)
			if !maps.Equal(calls, test.calls) {
				t.Errorf("asked %v, want %v", calls, test.calls)
			}
			if got, want := outcomes(r), verified(test.acted...); !maps.Equal(got, want) {
				t.Errorf("outcomes %v, want %v", got, want)
			}
			if r.Result != report.ResultOK || len(r.Groups[0].Missing) > 0 {
				t.Errorf("%s: %+v", r.Result, r.Groups)
			}
		})
	}
}

func without(all []simulator.Execution, spared int) (ids []string) {
	for i, e := range all {
		if i != spared {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func verified(ids ...string) map[string]string {
	want := make(map[string]string)
	for _, id := range ids {
		want[id] = "verified"
	}
	return want
}

// faultyAnswers are answers from which a fact cannot be read.
var faultyAnswers = map[string]func(w http.ResponseWriter){
	"403": func(w http.ResponseWriter) { w.WriteHeader(http.StatusForbidden) },
	"404": func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) },
	"500": func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
	"cut short": func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte(`{"resources":[{"id":`))
		panic(http.ErrAbortHandler)
	},
	"cut off":   func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
	"malformed": func(w http.ResponseWriter) { _, _ = w.Write([]byte(`{"resources":{"id":7},"data":{"result":7}}`)) },
	"a page to sign in at": func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<html>Please sign in</html>"))
	},
}

// A fact that cannot be fetched is unknown: nothing expires because of it, and
// the report says which fact is missing, why, and for how many.
func TestAFactThatCannotBeHadKeepsAndIsReported(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		yaml    string
		world   []simulator.Execution
		fact    string
		waiting int
		most    map[string]int // requests that the contract allows
		faulty  string         // the call that fails; "": every one
	}{
		"tags by name":     {tagged, many(25, "dead", "DEAD"), "tags", 25, map[string]int{"tags of all": 1}, ""},
		"tags by ids":      {tagged, many(5, "dead", "DEAD"), "tags", 5, map[string]int{"tags": 1}, ""},
		"opt-out":          {spared, many(25, "dead", "DEAD"), "opt-out tags", 25, map[string]int{"tags of all": 1}, ""},
		"metrics":          {ranked, many(45, "dead", "DEAD"), "metrics", 45, map[string]int{"metrics": 3}, ""}, // then it is given up
		"logs":             {hung, many(5, "runs", "RUNNING"), "logs", 5, map[string]int{"logs": 3}, ""},
		"deployments":      {feeding, append(makers(4), many(3, "plain", "DEAD")...), "deployments", 4, map[string]int{"deployments": 0}, "deployments"},
		"configurations":   {feeding, makers(4), "deployments", 4, map[string]int{"deployments": 1, "configurations": 1}, "configurations"},
		"a dry-run policy": {strings.Replace(hung, "name: p", "name: p, mode: dry-run", 1), many(2, "runs", "RUNNING"), "logs", 2, map[string]int{"logs": 2}, ""},
	} {
		for kind, answer := range faultyAnswers {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				b := newFactBench(t, test.yaml, test.world...)
				b.serve(makers(1)[0])
				calls := b.countFacts(func(w http.ResponseWriter, call string) bool {
					if test.faulty != "" && call != test.faulty {
						return false
					}
					w.Header()["Date"] = nil // it would be that of today
					answer(w)
					return true
				})
				r := b.sweep(t)
				if len(outcomes(r)) > 0 {
					t.Errorf("acted on %v", outcomes(r))
				}
				g := r.Groups[0]
				if r.Result != report.ResultPartial || g.Result != report.ResultPartial || len(g.Missing) != 1 {
					t.Fatalf("%s, %+v", r.Result, g)
				}
				if m := g.Missing[0]; m.Fact != test.fact || m.Waiting != test.waiting || m.Error == "" || g.Error == "" {
					t.Errorf("missing %+v; the group says %q", m, g.Error)
				}
				for call, n := range calls {
					if strings.HasPrefix(kind, "cut") && call != "deployments" {
						n-- // it is repeated on a new connection
					}
					if most, ok := test.most[call]; !ok || most > 0 && n > most {
						t.Errorf("%d requests for %s, at most %d are promised", n, call, most)
					}
				}
			})
		}
	}
}
