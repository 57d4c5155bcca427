// Package living sweeps tenants that change all the time: between any two
// requests runs complete, die, start, are stopped or deleted by others, and
// groups lose their rights. It checks each change against a reference that knows
// the true state.
//
// Worlds run in virtual time (testing/synctest) with a network in memory. A seed
// always makes the same world; -seed N -v prints its history.
package living

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

var (
	worlds = flag.Int("worlds", 300, "how many worlds are swept")
	seed   = flag.Uint64("seed", 0, "the one world to sweep, whose history is printed")
)

// world is a changing tenant, with what is known about it.
type world struct {
	seed      uint64
	random    *rand.Rand
	simulator *simulator.Server
	faults    []simulator.Fault
	config    *config.Config
	client    *aiapi.Client
	learned   *reaper.Learned
	drift     atomic.Int64 // of this machine's clock, in ns: it is read while a request has it set

	turn    chan struct{} // held while a request is served
	alive   bool
	births  int
	events  int                // that happened to the tenant, by number
	without map[int]bool       // those that do not happen, to shrink a world
	touched map[string]bool    // group/id, by others
	clients map[string]*client // by User-Agent
	claimed map[string]bool
	grown   map[string]bool // resource groups that a run came to while pages were listed in this sweep
	metrics *metrics.Metrics

	stops, deletions int // that reports claimed
	history          []string
	failures         []string
}

func newWorld(t *testing.T, seed uint64) (*world, func()) {
	w := newTenant(t, seed)
	for _, group := range []string{"prod-a", "team-a", "team-b"}[:2+w.random.IntN(2)] {
		w.fill(group, 3+w.random.IntN(8))
	}
	w.drift.Store(int64(w.random.IntN(9)-4) * int64(time.Minute))
	order := rand.New(rand.NewPCG(seed, 3))
	transport, end := serveInTurns(w, func(waiting []*parked) int { return order.IntN(len(waiting)) })
	w.client = w.connect(t, ours, transport, []int{4, 100}[w.random.IntN(2)])
	return w, end
}

// newTenant is the world of a seed without resource groups and without a client.
func newTenant(t *testing.T, seed uint64) *world {
	w := &world{
		seed: seed, random: rand.New(rand.NewPCG(seed, 1)), turn: make(chan struct{}, 1), alive: true, learned: new(reaper.Learned),
		touched: make(map[string]bool), clients: make(map[string]*client), claimed: make(map[string]bool), grown: make(map[string]bool), metrics: metrics.New("", ""),
	}
	w.faults = w.drawFaults()
	var err error
	w.simulator, err = simulator.New(simulator.Options{Seed: seed, Faults: w.faults, Settle: time.Duration(w.random.IntN(40)) * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) fill(group string, executions int) {
	w.simulator.AddGroup(group, "PROVISIONED")
	for range executions {
		w.simulator.Put(group, w.born(w.random, time.Now()))
	}
}

func parsed(t *testing.T, yaml string) *config.Config {
	t.Helper()
	c, _, err := config.Parse("living.yaml", []byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ours is the name of the client of a world with one program.
const ours = "ours"

// connect makes a client of the API that goes by a name.
func (w *world) connect(t *testing.T, name string, transport *http.Transport, pageSize int) *aiapi.Client {
	t.Helper()
	id, password := w.simulator.Credentials()
	c, err := aiapi.New(aiapi.Options{
		Credentials: func() (credentials.Credentials, error) {
			return credentials.Credentials{ClientID: id, ClientSecret: secret.New(password), AuthURL: "http://127.0.0.1:1", BaseURL: "http://127.0.0.1:1"}, nil
		},
		PageSize: pageSize, Retries: 3, Now: w.now, Transport: transport, UserAgent: name, Rand: rand.New(rand.NewPCG(w.seed, 2)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.drift.Load())) }

// harmless are the faults with which a listing shows the truth or nothing. The
// chaos test covers the faults that give wrong executions, and pages from another
// order: while runs start, these can show as many as are counted and still miss one,
// and nobody can know.
var harmless = []string{
	"429", "500", "502", "503", "504", "unauthorized", "html", "cut-before", "short-pages", "no-count", "item-error", "poison-id",
	"bulk-off", "bulk-opt-in", "bulk-opt-in-400", "bulk-completed", "bulk-limit-50", "null-fields",
}

func (w *world) drawFaults() []simulator.Fault {
	var faults []simulator.Fault
	for range w.random.IntN(4) {
		faults = append(faults, simulator.Fault{Kind: harmless[w.random.IntN(len(harmless))], Rate: 0.05 + 0.4*w.random.Float64()})
	}
	return faults
}

func (w *world) sweep(t *testing.T) *report.Report {
	c := w.config
	clear(w.grown)
	r := reaper.Sweep(t.Context(), reaper.Options{
		API: w.client, Policies: &c.Set, Costs: &c.Costs, Mode: report.Enforce, Limits: reaper.Limits(c.Limits),
		Groups: reaper.Selection{Include: c.Groups.Include, Exclude: c.Groups.Exclude}, Concurrency: 2, BatchSize: []int{2, 100}[w.random.IntN(2)],
		Bulk: reaper.BulkAuto, Learned: w.learned, StopTimeout: c.StopTimeout, Now: w.now, Sleep: aiapi.Sleep, Entropy: rand.NewChaCha8([32]byte{byte(w.seed)}),
	})
	w.metrics.Observe(r)
	w.turn <- struct{}{}
	defer func() { <-w.turn }()
	w.note("the report says %s: %v", r.Result, r.Error())
	w.check(r)
	return r
}

// check compares a report with the truth.
func (w *world) check(r *report.Report) {
	for _, fault := range r.Faults {
		w.fail("%s", fault)
	}
	accepted := make(map[string]bool)
	for _, c := range w.simulator.Changes() {
		if c.Accepted {
			accepted[c.Target+" "+c.Group+"/"+c.ID] = true
		}
	}
	for row := range r.Rows.All() {
		w.checkRow(row, accepted)
	}
	for _, p := range r.Policies {
		if rows := p.Planned + p.Done + p.Failed + p.Gone + p.Ended + p.Deferred; p.Matched != p.Kept+p.Protected+p.Elsewhere+rows {
			w.fail("the counts of %s do not add up: %+v", p.Name, p)
		}
	}
}

func (w *world) checkRow(row *report.Row, accepted map[string]bool) {
	key := row.Group + "/" + row.ID
	is := ""
	for _, e := range w.simulator.Executions(row.Group) {
		if e.ID == row.ID {
			is = e.Status
		}
	}
	// If one run comes and another goes while pages are listed, no count shows that a
	// third is missing from them: it may be called gone while it is still on its way.
	early := is != "" && w.grown[row.Group] && accepted["DELETED "+key]
	if row.Deleted && (is != "" && !early || w.claimed["DELETED "+key] || !accepted["DELETED "+key] && !w.touched[key]) {
		w.fail("%s is said to be deleted by this program; it is %q, and claimed before: %v", key, is, w.claimed["DELETED "+key])
	}
	if row.Stopped && !accepted["STOPPED "+key] && !w.touched[key] {
		w.fail("%s is said to be stopped by this program, and no stop was taken", key)
	}
	if row.Freed && !row.Stopped || row.Outcome == report.Ended && (row.Stopped || row.Freed) {
		w.fail("%s frees what it did not stop: %+v", key, row)
	}
	w.claimed["DELETED "+key] = w.claimed["DELETED "+key] || row.Deleted
	if row.Stopped {
		w.stops++
	}
	if row.Deleted {
		w.deletions++
	}
}

// left returns the executions on which the policies still want to act.
func (w *world) left() (left []string) {
	for _, group := range w.simulator.Groups() {
		all := w.simulator.Executions(group)
		for _, e := range all {
			if want := wants(all, e, time.Now().Add(-10*time.Minute)); want != "" /* what has just expired may wait */ && !strings.HasPrefix(group, "prod") {
				left = append(left, fmt.Sprintf("%s of %s/%s (%s)", want, group, e.ID, e.Status))
			}
		}
	}
	return left
}

// live sweeps a changing tenant with faults, and then the same tenant without
// changes and faults.
func (w *world) live(t *testing.T) {
	for range 1 + w.random.IntN(3) {
		w.reload(t, w.random.IntN(4) == 0)
		w.sweep(t)
		time.Sleep(time.Hour)
	}
	w.reload(t, false)
	w.turn <- struct{}{}
	w.alive = false
	w.simulator.StopFaults()
	w.calm()
	<-w.turn
	w.learned = new(reaper.Learned)
	for range 2 {
		w.sweep(t)
	}
	if left := w.left(); len(left) > 0 {
		w.fail("after two sweeps of a tenant that is still there are left: %s", strings.Join(left, ", "))
	}
	w.checkCounters(t)
	w.checkGauges(t)
}

// reload puts another config in force, or the usual one.
func (w *world) reload(t *testing.T, other bool) {
	c := w.named(ours)
	if w.config, c.wants = parsed(t, policies), wants; other {
		w.config, c.wants = parsed(t, endedPolicies), endedWants
		w.note("the config is another one")
	}
}

// lived is the life of the world of a seed, in a bubble.
func lived(t *testing.T, seed uint64) *world { return livedWithout(t, seed, nil) }

// livedWithout is lived, but for some events.
func livedWithout(t *testing.T, seed uint64, without map[int]bool) (w *world) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(26 * 365 * day) // synctest begins in the year 2000
		var end func()
		w, end = newWorld(t, seed)
		defer end()
		w.without = without
		w.live(t)
	})
	return w
}

// One seed replays one world to the letter.
func TestASeedIsAWorld(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("the race detector has goroutines take turns in an order of its own")
	}
	for seed := range uint64(10) {
		first, second := lived(t, seed+1).history, lived(t, seed+1).history
		for i := range min(len(first), len(second)) {
			if first[i] != second[i] {
				t.Fatalf("seed %d, event %d:\n%s\n%s", seed+1, i, first[i], second[i])
			}
		}
		if len(first) != len(second) {
			t.Errorf("seed %d: %d events, then %d", seed+1, len(first), len(second))
		}
	}
}

func TestATenantThatLives(t *testing.T) {
	t.Parallel()
	first, last := uint64(1), uint64(*worlds)
	if process.Raced {
		last = min(last, 20) // its worlds are others each time, so that none could be replayed
	}
	if *seed != 0 {
		first, last = *seed, *seed
	}
	wrong := 0
	for s := first; s <= last && wrong < 10; s++ {
		w := lived(t, s)
		if len(w.failures) > 0 {
			w = shrink(t, w)
			t.Logf("world %d, of whose events %d are needed:\n%s", s, w.events-len(w.without), strings.Join(w.history, "\n"))
		}
		for _, failure := range w.failures {
			t.Errorf("world %d (%v): %s", s, w.faults, failure)
			wrong++
		}
		if *seed != 0 {
			fmt.Fprintln(os.Stderr, strings.Join(w.history, "\n"))
		}
	}
}
