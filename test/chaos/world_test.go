package chaos

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// policies are the policies of every world. The function allowed implements them
// a second time, independently.
const policies = `
limits: {maxPercent: 100, minAge: 1h}
stopTimeout: 5m
api: {requestsPerSecond: 0, pageSize: 7, retries: 3}
resourceGroups: {include: ["*"]}
protect:
  - {configurationNames: ["*golden*"]}
policies:
  - {name: dead, match: {statuses: [DEAD, UNKNOWN], olderThan: 3d}, action: delete}
  - {name: runaway, match: {statuses: [RUNNING], scenarios: ["text-*", tuning], olderThan: 2d}, action: stop}
  - {name: waiting, match: {statuses: [PENDING], olderThan: 1d}, action: stop-then-delete}
  - {name: old, match: {statuses: [COMPLETED], olderThan: 60d}, keep: {latest: 2, statuses: [COMPLETED]}, action: delete}
`

// clock moves only when somebody waits. The clock of this machine can differ from
// that of the API, which is the true one.
type clock struct {
	mu      sync.Mutex
	now     time.Time
	wrongBy time.Duration
	onSleep func()
}

func (c *clock) True() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now.Add(c.wrongBy)
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(max(d, 0))
	then := c.onSleep
	c.mu.Unlock()
	if then != nil {
		then()
	}
	return ctx.Err()
}

func (c *clock) jump(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wrongBy += by
}

func (c *clock) set(onSleep func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.onSleep = onSleep
}

// world is a tenant, its true state, and the claims of the reports.
type world struct {
	seed      uint64
	faults    []simulator.Fault
	simulator *simulator.Server
	wire      *wire
	client    *aiapi.Client
	config    *config.Config
	batchSize int
	clock     *clock
	metrics   *metrics.Metrics
	learned   *reaper.Learned // kept between sweeps; nil: each sweep starts without it

	executables map[string]string // of each execution, by group/id

	onPlan  func(*report.Report) // called between plan and act
	disturb func()               // changes by others from then on
	may     map[string]string    // what the running sweep may send
	account
}

func newWorld(t *testing.T, seed uint64, faults []simulator.Fault) *world {
	t.Helper()
	w := &world{seed: seed, faults: faults, clock: &clock{now: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)}, metrics: metrics.New("", ""), account: newAccount()}
	random := rand.New(rand.NewPCG(seed, 99))
	groups, executions := 1+random.IntN(3), 30+random.IntN(40)
	w.batchSize = []int{9, 1, 100}[random.IntN(3)]
	if seed%8 == 5 { // more than one batch
		groups, executions, w.batchSize = 1, 450, 100
	}
	var err error
	w.simulator, err = simulator.New(simulator.Options{
		ResourceGroups: groups, Executions: executions, Seed: seed, Faults: faults,
		Settle: time.Duration(random.IntN(40)) * time.Second, Now: w.clock.True,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.executables = make(map[string]string)
	for _, group := range w.simulator.Groups() {
		for _, e := range w.simulator.Executions(group) {
			w.executables[group+"/"+e.ID] = e.ExecutableID
		}
	}
	w.wire = &wire{handler: w.simulator, most: w.batchSize}
	server := httptest.NewServer(w.wire)
	t.Cleanup(server.Close)
	if w.config, _, err = config.Parse("chaos.yaml", []byte(policies)); err != nil {
		t.Fatal(err)
	}
	id, password := w.simulator.Credentials()
	w.client, err = aiapi.New(aiapi.Options{
		Credentials: func() (credentials.Credentials, error) {
			return credentials.Credentials{ClientID: id, ClientSecret: secret.New(password), AuthURL: server.URL, BaseURL: server.URL}, nil
		},
		PageSize: w.config.API.PageSize, Retries: w.config.API.Retries, Now: w.clock.Now, Sleep: w.clock.Sleep, Rand: random,
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// tally is the result of worlds.
type tally struct{ sweeps, actions, open int }

func (y *tally) add(o tally) {
	y.sweeps, y.actions, y.open = max(y.sweeps, o.sweeps), y.actions+o.actions, y.open+o.open
}

func (y tally) String() string {
	return fmt.Sprintf("at most %d sweeps after the faults, %d stops and deletions claimed, %d left open", y.sweeps, y.actions, y.open)
}

// live sweeps with faults, then without them until everything is done, and
// returns the result.
func (w *world) live(t *testing.T) (y tally) {
	t.Helper()
	for range 3 {
		w.sweep(t)
	}
	w.simulator.StopFaults()
	w.onPlan, w.disturb = nil, nil
	w.clock.jump(-w.clock.Now().Sub(w.clock.True()))
	for len(expired(w.simulator, w.clock.True())) > 0 && y.sweeps < 6 {
		w.sweep(t)
		y.sweeps++
	}
	if left := expired(w.simulator, w.clock.True()); len(left) > 0 {
		t.Errorf("seed %d: after %d sweeps without faults there are left %v", w.seed, y.sweeps, left)
	}
	w.balance(t)
	y.actions, y.open = len(w.claimed), len(w.open)
	return y
}

// skewAllowed is the clock skew that a sweep accepts (limits.maxClockSkew). An
// execution may be acted on too early by this much.
const skewAllowed = 5 * time.Minute

func (w *world) sweep(t *testing.T) {
	t.Helper()
	before := len(w.simulator.Changes())
	w.may = allowed(w.simulator, w.clock.True().Add(skewAllowed))
	c := w.config
	r := reaper.Sweep(t.Context(), reaper.Options{
		API: w.client, Policies: &c.Set, Costs: &c.Costs, Mode: report.Enforce, Limits: reaper.Limits(c.Limits),
		Groups: reaper.Selection{Include: c.Groups.Include}, Concurrency: 2, BatchSize: w.batchSize, Bulk: reaper.BulkAuto, Learned: w.learned,
		OnPlan: w.planned, StopTimeout: c.StopTimeout, Now: w.clock.Now, Sleep: w.clock.Sleep, Entropy: rand.NewChaCha8([32]byte{byte(w.seed)}),
	})
	w.clock.set(nil)
	w.metrics.Observe(r)
	w.check(t, w.simulator.Changes()[before:], w.may)
	w.note(t, r)
}

// planned makes changes between plan and act. Executions that expired while
// listings were repeated are also allowed.
func (w *world) planned(r *report.Report) {
	maps.Copy(w.may, allowed(w.simulator, w.clock.True().Add(skewAllowed)))
	if w.disturb != nil {
		w.disturb()
		w.clock.set(w.disturb)
	}
	if w.onPlan != nil {
		w.onPlan(r)
	}
}
