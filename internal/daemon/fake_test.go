package daemon

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
)

const hourly = `
schedule: "0 * * * *"
observe: ""
policies:
  - {name: a, match: {olderThan: 1d}, action: delete}
  - {name: b, match: {olderThan: 1d}, action: stop}
  - {name: c, schedule: "30 * * * *", match: {olderThan: 1d}, action: stop}
`

func read(t *testing.T, yaml string) *config.Config {
	t.Helper()
	c, _, err := config.Parse("test.yaml", []byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// world is the environment of a daemon under test, and a record of what the
// daemon did. Times count from its beginning.
type world struct {
	t     *testing.T
	begin time.Time
	ended chan struct{} // closed when the loop has ended
	set   time.Duration // how far the wall clock differs from the elapsed time

	mu   sync.Mutex
	text string // of the config file
	did  []string

	sweeping func(ctx context.Context, policies []string) // what a sweep does; nil: nothing
	looking  func()
	token    error
	seen     *report.Report // the report of a look or a sweep; nil: an empty tenant
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Add(w.set)
}

// change changes the world while the daemon runs.
func (w *world) change(how func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	how()
}

func (w *world) note(what ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.did = append(w.did, time.Since(w.begin).Round(time.Minute).String()+" "+strings.Join(what, " "))
}

func (w *world) write(text string) { w.change(func() { w.text = text }) }

func (w *world) open() (Tenant, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, _, err := config.Parse("test.yaml", []byte(w.text))
	if err != nil {
		return nil, err
	}
	return &fake{world: w, config: c}, nil
}

func (w *world) report(policies []string) *report.Report {
	now := w.now()
	w.mu.Lock()
	defer w.mu.Unlock()
	r := &report.Report{Mode: report.Enforce, Result: report.ResultOK, StartedAt: now, FinishedAt: now, Groups: []report.Group{{ID: "team-a", Result: report.ResultOK}}}
	if w.seen != nil {
		*r = *w.seen
		r.FinishedAt = now
	}
	if len(r.Policies) == 0 {
		for _, name := range policies {
			r.Policies = append(r.Policies, report.Policy{Name: name, Action: policy.Delete, Mode: r.Mode})
		}
	}
	return r
}

// fake is a tenant without a network.
type fake struct {
	world  *world
	config *config.Config
	closed bool
}

func (f *fake) Config() *config.Config { return f.config }
func (f *fake) Close()                 { f.closed = true; f.world.note("close") }

func (f *fake) Reopen() error { f.world.note("reopen"); return nil }

func (f *fake) Sweep(ctx context.Context, q tenant.Request) (*report.Report, error) {
	f.alive()
	f.world.note("sweep", strings.Join(q.Policies, "+"))
	if f.world.sweeping != nil {
		f.world.sweeping(ctx, q.Policies)
	}
	f.alive()
	return f.world.report(q.Policies), nil
}

func (f *fake) Observe(context.Context, func(string, int, int)) (*report.Report, error) {
	f.alive()
	f.world.note("look")
	if f.world.looking != nil {
		f.world.looking()
	}
	r := f.world.report(namesOf(f.config))
	r.Observed, r.Mode = true, report.DryRun
	return r, nil
}

func (f *fake) Explain(ctx context.Context, group, id string) (policy.Explanation, error) {
	f.alive()
	f.world.note("explain", group, id)
	return policy.Explanation{ID: id, ResourceGroup: group}, nil
}

func (f *fake) CheckToken(context.Context) (err error) {
	f.world.change(func() { err = f.world.token })
	return err
}

// alive fails the test if a closed tenant is used.
func (f *fake) alive() {
	if f.closed {
		f.world.t.Error("a tenant is used that was closed")
	}
}

// start runs the loop of a daemon without a listener until ctx ends. It must be
// called in a synctest bubble.
func (w *world) start(ctx context.Context, log *zap.Logger) *Daemon {
	w.t.Helper()
	w.begin = time.Now()
	d := &Daemon{
		Options: Options{Open: w.open, Metrics: metrics.New("test", "test"), Log: log, Now: w.now, Version: "v-test"},
		notify:  &notifier{log: zap.NewNop()}, reloads: make(chan chan error), questions: make(chan *question), running: ctx,
	}
	first, err := w.open()
	if err != nil {
		w.t.Fatal(err)
	}
	l, err := newLoop(d, first)
	if err != nil {
		w.t.Fatal(err)
	}
	d.first = l
	l.show()
	w.ended = make(chan struct{})
	go func() { defer close(w.ended); l.run(ctx) }()
	return d
}

// life runs a daemon in a synctest bubble for a time, and returns what it did.
// meanwhile, if not nil, runs at the same time.
func life(t *testing.T, w *world, lasts time.Duration, meanwhile func(*Daemon)) []string {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w.t = t
		ctx, cancel := context.WithTimeout(t.Context(), lasts)
		defer cancel()
		d := w.start(ctx, zap.NewNop())
		if meanwhile != nil {
			meanwhile(d)
		}
		<-w.ended
	})
	return w.did
}

// only returns the entries that begin with one of the words.
func only(did []string, words ...string) (picked []string) {
	for _, line := range did {
		for _, word := range words {
			if _, what, _ := strings.Cut(line, " "); strings.HasPrefix(what, word) {
				picked = append(picked, line)
			}
		}
	}
	return picked
}

var errRefused = errors.New("the credentials were refused")
