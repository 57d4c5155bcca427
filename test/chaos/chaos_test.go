// Package chaos sweeps simulated tenants that misbehave in every way that the
// simulator knows, and holds what they truly were asked and did against what may
// be asked and what the reports say.
package chaos

import (
	"context"
	"flag"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

var seeds = flag.Int("seeds", 4, "worlds for each kind of fault")

// policies are those of every world. What they may act on is written down a
// second time in allowed, in other words.
const policies = `
limits: {maxPercent: 100, minAge: 1h}
stopTimeout: 5m
api: {requestsPerSecond: 0, pageSize: 7, batchSize: 9, retries: 3}
resourceGroups: {include: ["*"]}
protect:
  - {configurationNames: ["*golden*"]}
policies:
  - {name: dead, match: {statuses: [DEAD, UNKNOWN], olderThan: 3d}, action: delete}
  - {name: runaway, match: {statuses: [RUNNING], scenarios: ["text-*", tuning], olderThan: 2d}, action: stop}
  - {name: waiting, match: {statuses: [PENDING], olderThan: 1d}, action: stop-then-delete}
  - {name: old, match: {statuses: [COMPLETED], olderThan: 60d}, keep: {latest: 2, statuses: [COMPLETED]}, action: delete}
`

// clock goes only where somebody waits.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(max(d, 0))
	return ctx.Err()
}

// faults are every kind alone, where it strikes now and then, and some together.
func faults() map[string][]simulator.Fault {
	cases := make(map[string][]simulator.Fault)
	for _, kind := range simulator.FaultKinds() {
		rate := 0.2
		switch kind {
		case "slow", "slow-body": // they take real time
			rate = 0.01
		case "no-count", "meta-absent", "meta-silent", "meta-no-bulk", "bulk-off", "bulk-off-midway", "clock-skew":
			rate = 1
		}
		cases[kind] = []simulator.Fault{{Kind: kind, Rate: rate}}
	}
	cases["none"] = nil
	cases["a bad day"] = []simulator.Fault{{Kind: "503", Rate: 0.1}, {Kind: "cut-after", Rate: 0.1}, {Kind: "429", Rate: 0.1}, {Kind: "item-error", Rate: 0.1}, {Kind: "truncated", Rate: 0.05}}
	cases["a liar"] = []simulator.Fault{{Kind: "short-pages", Rate: 0.3}, {Kind: "duplicates", Rate: 0.1}, {Kind: "unstable-order", Rate: 0.1}, {Kind: "null-fields", Rate: 0.2}}
	return cases
}

func TestNothingIsLostAndNothingWronglyDeleted(t *testing.T) {
	t.Parallel()
	for name, kinds := range faults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			most := 0
			for seed := range *seeds {
				most = max(most, newWorld(t, uint64(seed)+1, kinds).live(t))
			}
			t.Logf("%s: %d worlds, at most %d sweeps after the faults", name, *seeds, most)
		})
	}
}

// world is a tenant, the truth about it, and what the reports have claimed.
type world struct {
	seed      uint64
	simulator *simulator.Server
	client    *aiapi.Client
	config    *config.Config
	clock     *clock
	claimed   map[string]int // executions that reports say were stopped, deleted
	missed    int            // actions whose end a report did not see
}

func newWorld(t *testing.T, seed uint64, faults []simulator.Fault) *world {
	t.Helper()
	w := &world{seed: seed, clock: &clock{now: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)}, claimed: make(map[string]int)}
	random := rand.New(rand.NewPCG(seed, 99))
	sim, err := simulator.New(simulator.Options{
		ResourceGroups: 1 + random.IntN(3), Executions: 30 + random.IntN(40), Seed: seed, Faults: faults,
		Settle: time.Duration(random.IntN(40)) * time.Second, Now: w.clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.simulator = sim
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	if w.config, _, err = config.Parse("chaos.yaml", []byte(policies)); err != nil {
		t.Fatal(err)
	}
	id, secret := sim.Credentials()
	w.client, err = aiapi.New(aiapi.Options{
		Credentials: func() (aiapi.Credentials, error) {
			return aiapi.Credentials{ClientID: id, ClientSecret: aiapi.NewSecret(secret), AuthURL: server.URL, BaseURL: server.URL}, nil
		},
		PageSize: w.config.API.PageSize, Retries: w.config.API.Retries, Now: w.clock.Now, Sleep: w.clock.Sleep, Rand: random,
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// live sweeps while the faults are there, then without them until all is done, and
// returns how many sweeps that took.
func (w *world) live(t *testing.T) (sweeps int) {
	t.Helper()
	for range 3 {
		w.sweep(t)
	}
	w.simulator.StopFaults()
	for len(w.expired()) > 0 && sweeps < 6 {
		w.sweep(t)
		sweeps++
	}
	if left := w.expired(); len(left) > 0 {
		t.Errorf("seed %d: after %d sweeps without faults there are left %v", w.seed, sweeps, left)
	}
	w.balance(t)
	return sweeps
}

func (w *world) sweep(t *testing.T) {
	t.Helper()
	before, bulk := len(w.simulator.Changes()), len(w.simulator.BulkSizes())
	may := w.allowed()
	c := w.config
	r := reaper.Sweep(t.Context(), reaper.Options{
		API: w.client, Policies: &c.Set, Costs: &c.Costs, Mode: reaper.Enforce, Limits: reaper.Limits(c.Limits),
		Groups: reaper.Selection{Include: c.Groups.Include}, Concurrency: 2, BatchSize: c.API.BatchSize, Bulk: reaper.BulkAuto,
		StopTimeout: c.StopTimeout, Now: w.clock.Now, Sleep: w.clock.Sleep, Entropy: rand.NewChaCha8([32]byte{byte(w.seed)}),
	})
	w.check(t, w.simulator.Changes()[before:], may)
	for _, size := range w.simulator.BulkSizes()[bulk:] {
		if size < 1 || size > c.API.BatchSize {
			t.Errorf("seed %d: a bulk request of %d", w.seed, size)
		}
	}
	w.note(t, r)
}

// check holds every change that was asked for against what was allowed when the
// sweep began, and what the execution was when it was asked.
func (w *world) check(t *testing.T, changes []simulator.Change, may map[string]string) {
	t.Helper()
	for _, c := range changes {
		key := c.Group + "/" + c.ID
		want := may[key]
		ok := want == c.Target || want == "STOPPED+DELETED" && (c.Target == "STOPPED" || c.Target == "DELETED")
		if !ok {
			t.Errorf("seed %d: %s was sent for %s, allowed was %q", w.seed, c.Target, key, want)
		}
		if c.Target == "DELETED" && (c.Status == "RUNNING" || c.Status == "PENDING") {
			t.Errorf("seed %d: %s was sent as DELETED in state %s", w.seed, key, c.Status)
		}
	}
}

// note adds up what the reports claim, and that no claim is made twice.
func (w *world) note(t *testing.T, r *reaper.Report) {
	t.Helper()
	for _, row := range r.Rows {
		key := row.Group + "/" + row.Execution.ID
		if row.Stopped {
			w.claimed["stop "+key]++
		}
		if row.Deleted {
			w.claimed["delete "+key]++
		}
		if row.Outcome == reaper.Accepted || row.Outcome == reaper.Failed || row.Outcome == reaper.Refused || row.Outcome == reaper.Gone {
			w.missed++
		}
	}
}

// balance holds the claims against what the tenant truly did: nothing is claimed
// twice or without having been, and nothing more is missing than reports said.
func (w *world) balance(t *testing.T) {
	t.Helper()
	done := make(map[string]bool)
	for _, c := range w.simulator.Changes() {
		if c.Accepted {
			done[map[string]string{"STOPPED": "stop ", "DELETED": "delete "}[c.Target]+c.Group+"/"+c.ID] = true
		}
	}
	for claim, n := range w.claimed {
		if n != 1 || !done[claim] {
			t.Errorf("seed %d: %s is claimed %d times, and truly done: %v", w.seed, claim, n, done[claim])
		}
	}
	if lost := len(done) - len(w.claimed); lost > w.missed {
		t.Errorf("seed %d: %d things were done that no report tells of; %d were said to be open", w.seed, lost, w.missed)
	}
}

// allowed is what may be sent for each execution as it truly is now, by the
// policies above, written without the packages that are tested.
func (w *world) allowed() map[string]string {
	may := make(map[string]string)
	now := w.clock.Now()
	for _, group := range w.simulator.Groups() {
		executions := w.simulator.Executions(group)
		kept := newestTwo(executions, now)
		for _, e := range executions {
			if want := target(&e, kept, now); want != "" {
				may[group+"/"+e.ID] = want
			}
		}
	}
	return may
}

// expired are the executions that are to go and are not on their way.
func (w *world) expired() []string {
	var left []string
	for key := range w.allowed() {
		left = append(left, key)
	}
	slices.Sort(left)
	return left
}

const day = 24 * time.Hour

func target(e *simulator.Execution, kept map[string]bool, now time.Time) string {
	golden := len(e.ConfigurationName) >= 6 && e.ConfigurationName[len(e.ConfigurationName)-6:] == "golden"
	if golden || e.ConfigurationName == "" || now.Sub(e.CreatedAt) < time.Hour || e.TargetStatus == "DELETED" {
		return ""
	}
	switch e.Status {
	case "DEAD":
		if now.Sub(e.CompletionTime) > 3*day {
			return "DELETED"
		}
	case "UNKNOWN":
		if now.Sub(e.ModifiedAt) > 3*day {
			return "DELETED"
		}
	case "RUNNING":
		if (e.ScenarioID == "text-clf" || e.ScenarioID == "tuning") && e.TargetStatus != "STOPPED" && now.Sub(e.StartTime) > 2*day {
			return "STOPPED"
		}
	case "PENDING":
		if e.TargetStatus != "STOPPED" && now.Sub(e.SubmissionTime) > day {
			return "STOPPED+DELETED"
		}
	case "COMPLETED":
		if now.Sub(e.CompletionTime) > 60*day && !kept[e.ID] {
			return "DELETED"
		}
	}
	return ""
}

// newestTwo are the newest two COMPLETED of each scenario.
func newestTwo(executions []simulator.Execution, now time.Time) map[string]bool {
	byScenario := make(map[string][]simulator.Execution)
	for _, e := range executions {
		if e.Status == "COMPLETED" && e.TargetStatus != "DELETED" {
			byScenario[e.ScenarioID] = append(byScenario[e.ScenarioID], e)
		}
	}
	kept := make(map[string]bool)
	for _, list := range byScenario {
		slices.SortFunc(list, func(a, b simulator.Execution) int {
			if c := b.CompletionTime.Compare(a.CompletionTime); c != 0 {
				return c
			}
			return slices.Compare([]byte(a.ID), []byte(b.ID))
		})
		for _, e := range list[:min(2, len(list))] {
			kept[e.ID] = true
		}
	}
	return kept
}
