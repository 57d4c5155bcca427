package living

import (
	"flag"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

var turnsAway = flag.Int("turns", 1, "how often an interleaving turns away from the straight one at most")

// endedPolicies contradict policies: they take all that has ended, protected or kept.
const endedPolicies = `
limits: {maxPercent: 100, minAge: 1h, maxStops: 1000, maxDeletes: 1000, maxClockSkew: 5m}
stopTimeout: 2m
resourceGroups: {include: ["*"], exclude: ["prod*"]}
protect: []
policies:
  - {name: ended, match: {statuses: [COMPLETED, STOPPED, DEAD], ageFrom: created, olderThan: 12h}, action: delete}
`

func endedWants(_ []simulator.Execution, e simulator.Execution, now time.Time) string {
	ended := e.Status == "COMPLETED" || e.Status == "STOPPED" || e.Status == "DEAD"
	if ended && e.TargetStatus != "DELETED" && now.Sub(e.CreatedAt) > 12*time.Hour {
		return "DELETED"
	}
	return ""
}

// actor is one of several who work on a tenant at once.
type actor struct {
	name, config string
	wants        wanting
	shard        reaper.Shard
	person       bool
}

// several are who works on the tenant at once, by what that shows.
var several = map[string][]actor{
	"two with one config": {{name: "a", config: policies, wants: wants}, {name: "b", config: policies, wants: wants}},
	"two that contradict": {{name: "a", config: policies, wants: wants}, {name: "b", config: endedPolicies, wants: endedWants}},
	"one, and a person":   {{name: "a", config: policies, wants: wants}, {name: "b", person: true}},
	"shards, while their number changes": {
		{name: "a", config: policies, wants: wants, shard: reaper.Shard{Index: 0, Count: 2}}, {name: "b", config: policies, wants: wants, shard: reaper.Shard{Index: 1, Count: 2}},
		{name: "c", config: policies, wants: wants, shard: reaper.Shard{Index: 0, Count: 3}}, {name: "d", config: policies, wants: wants, shard: reaper.Shard{Index: 1, Count: 3}},
		{name: "e", config: policies, wants: wants, shard: reaper.Shard{Index: 2, Count: 3}},
	},
}

// smallTenant has one of each that something is done with, and one that is kept.
func smallTenant(t *testing.T, groups int) *world {
	t.Helper()
	w := newTenant(t, 1)
	w.alive, w.faults = false, nil
	var err error
	if w.simulator, err = simulator.New(simulator.Options{Seed: 1, Settle: time.Second}); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-20 * day)
	for g := range groups {
		group := fmt.Sprintf("team-%d", g)
		w.simulator.AddGroup(group, "PROVISIONED")
		for i, e := range []simulator.Execution{
			{Status: "DEAD", ScenarioID: "churn", CompletionTime: old},
			{Status: "RUNNING", ScenarioID: "text", StartTime: old},
			{Status: "COMPLETED", ScenarioID: "text", CompletionTime: old.Add(day)},
		} {
			e.ID, e.ConfigurationID, e.ConfigurationName, e.ExecutableID = fmt.Sprintf("run-%d-%d", g, i), "c", "trial", "x"
			e.TargetStatus, e.CreatedAt, e.ModifiedAt, e.SubmissionTime = "COMPLETED", old, old, old
			w.simulator.Put(group, e)
		}
	}
	return w
}

// meet has several work on a small tenant at once, in the order of the choices, and
// judges what they ask and say.
func meet(t *testing.T, actors []actor, c *choices) (w *world) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(26 * 365 * day)
		w = smallTenant(t, len(actors)/2)
		transport, end := serveInTurns(w, c.pick)
		defer end()
		claims := make(map[string]string)
		var mu sync.Mutex
		var work sync.WaitGroup
		for _, a := range actors {
			if a.person {
				w.named(a.name).free = true
				work.Go(func() { w.person(t, a.name, transport) })
				continue
			}
			w.named(a.name).wants = a.wants
			p := w.starts(t, a.name, a.config, files{}, transport)
			p.shard = a.shard
			work.Go(func() {
				r := p.sweep(t.Context())
				mu.Lock()
				defer mu.Unlock()
				w.claims(a.name, r, claims)
			})
		}
		work.Wait()
		w.after(t, actors, transport)
	})
	return w
}

// claims holds what a report claims against what the API took from its program, and
// against what others have claimed.
func (w *world) claims(name string, r *report.Report, claims map[string]string) {
	for _, fault := range r.Faults {
		w.fail("%s: %s", name, fault)
	}
	for row := range r.Rows.All() {
		for target, claimed := range map[string]bool{"STOPPED": row.Stopped, "DELETED": row.Deleted} {
			key := target + " " + row.Group + "/" + row.ID
			switch {
			case !claimed:
			case claims[key] != "":
				w.fail("%s is claimed by %s and by %s", key, claims[key], name)
			case !w.named(name).taken[key]:
				w.fail("%s is claimed by %s, from which it was not taken", key, name)
			default:
				claims[key] = name
			}
		}
	}
}

// after looks at what is left once all have swept again, one after the other.
func (w *world) after(t *testing.T, actors []actor, transport *http.Transport) {
	for range 2 {
		settle()
		for _, a := range actors {
			if !a.person {
				w.starts(t, a.name, a.config, files{}, transport).sweep(t.Context())
			}
		}
	}
	if left := w.left(); len(left) > 0 {
		w.fail("there are left: %v", left)
	}
}

// person stops one run and deletes another by hand, and then some more.
func (w *world) person(t *testing.T, name string, transport *http.Transport) {
	token := w.token(t, name, transport)
	for _, body := range []string{
		`{"executions":[{"id":"run-0-1","targetStatus":"STOPPED"}]}`, `{"executions":[{"id":"run-0-0","targetStatus":"DELETED"}]}`,
		`{"executions":[{"id":"run-0-1","targetStatus":"DELETED"}]}`,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, "http://127.0.0.1:1/v2/lm/executions", strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return
		}
		r.Header.Set("User-Agent", name)
		r.Header.Set("Content-Type", "application/merge-patch+json")
		r.Header.Set("AI-Resource-Group", "team-0")
		r.Header.Set("Authorization", "Bearer "+token)
		w.send(t, transport, r)
	}
}

// TestSeveralAtOnce tries all interleavings of the requests of several that turn away
// from the straight one no more than -turns times.
func TestSeveralAtOnce(t *testing.T) {
	t.Parallel()
	for name, actors := range several {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runs, c := 0, &choices{most: *turnsAway}
			for {
				w := meet(t, actors, c)
				runs++
				for _, failure := range w.failures {
					t.Errorf("choices %v: %s", c.made, failure)
				}
				if len(w.failures) > 0 {
					t.Logf("%s", strings.Join(w.history, "\n"))
					return
				}
				if !c.next() || process.Raced && runs == 200 {
					break
				}
			}
			t.Logf("%d interleavings", runs)
		})
	}
}
