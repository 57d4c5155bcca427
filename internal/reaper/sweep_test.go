package reaper_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// bench is a simulated tenant, with a clock that moves only when a sweep waits.
type bench struct {
	simulator *simulator.Server
	client    *aiapi.Client
	clock     *clock
	config    *config.Config

	// before is called with each request before the simulator. It returns true if
	// it has answered the request itself. It may be nil.
	before func(w http.ResponseWriter, r *http.Request) (answered bool)
	seeing sync.Mutex // held during before
}

func (b *bench) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !b.sees(w, r) {
		b.simulator.ServeHTTP(w, r)
	}
}

func (b *bench) sees(w http.ResponseWriter, r *http.Request) (answered bool) {
	b.seeing.Lock()
	defer b.seeing.Unlock()
	return b.before != nil && b.before(w, r)
}

// clock is a time that Sleep moves.
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

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// newBench serves a simulated tenant under a base path and reads a config. yaml
// needs only the policies and what the test is about.
func newBench(t *testing.T, o simulator.Options, yaml string) *bench {
	t.Helper()
	b := &bench{clock: &clock{now: noon}}
	o.Now, o.BasePath = b.clock.Now, "/gateway"
	sim, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	b.simulator = sim
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	c, _, err := config.Parse("test.yaml", []byte(yaml))
	if err != nil {
		t.Fatal(err)
	}
	b.config = c
	id, password := sim.Credentials()
	key := credentials.Credentials{
		ClientID: id, ClientSecret: secret.New(password),
		AuthURL: server.URL + "/gateway", BaseURL: server.URL + "/gateway/v2", Origin: "the test",
	}
	b.client, err = aiapi.New(aiapi.Options{
		Credentials: func() (credentials.Credentials, error) { return key, nil },
		PageSize:    c.API.PageSize, Retries: c.API.Retries, RequestsPerSecond: c.API.RequestsPerSecond,
		Now: b.clock.Now, Sleep: b.clock.Sleep, Rand: rand.New(rand.NewPCG(1, 2)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// options returns the options of the config, in mode enforce.
func (b *bench) options() reaper.Options {
	c := b.config
	return reaper.Options{
		API: b.client, Policies: &c.Set, Costs: &c.Costs, Mode: report.Enforce,
		Groups:      reaper.Selection{Include: c.Groups.Include, Exclude: c.Groups.Exclude, Labels: c.Groups.Labels, Default: "default"},
		Limits:      reaper.Limits(c.Limits),
		Concurrency: c.API.Concurrency, BatchSize: c.API.BatchSize, Bulk: reaper.BulkMode(c.API.Bulk),
		StopTimeout: c.StopTimeout, Details: c.Set.Needs().Details,
		Now: b.clock.Now, Sleep: b.clock.Sleep, Entropy: rand.NewChaCha8([32]byte{1}),
	}
}

func (b *bench) sweep(t *testing.T) *report.Report {
	t.Helper()
	r := reaper.Sweep(t.Context(), b.options())
	// What before has counted can be read now, also of requests that had no answer.
	b.seeing.Lock()
	defer b.seeing.Unlock()
	return r
}

// run returns an execution of the default group that is some days old.
func run(id, status string, days int) simulator.Execution {
	at := noon.Add(-time.Duration(days) * 24 * time.Hour)
	e := simulator.Execution{
		ID: id, Status: status, TargetStatus: "COMPLETED", ScenarioID: "s", ExecutableID: "x", ConfigurationID: "c", ConfigurationName: "n",
		CreatedAt: at, ModifiedAt: at, SubmissionTime: at,
	}
	if status != "PENDING" && status != "UNKNOWN" {
		e.StartTime = at
	}
	switch status {
	case "COMPLETED", "DEAD", "STOPPED":
		e.CompletionTime = at
	}
	return e
}

// outcomes returns the outcomes of a report by execution.
func outcomes(r *report.Report) map[string]string {
	got := make(map[string]string)
	for row := range r.Rows.All() {
		got[row.ID] = row.Outcome.String()
	}
	return got
}
