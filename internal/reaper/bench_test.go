package reaper_test

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

const benchExecutions = 100_000

// benchSweep makes a tenant of 100,000 executions in 100 groups, served over HTTP,
// and what a sweep of it works with.
func benchSweep(b *testing.B, policies string) (o reaper.Options, end func()) {
	b.Helper()
	sim, err := simulator.New(simulator.Options{ResourceGroups: 100, Executions: benchExecutions, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(sim)
	c, _, err := config.Parse("bench.yaml", []byte(`
resourceGroups: {include: ["*"]}
limits: {maxPercent: 100, maxDeletes: 1000000}
policies:
`+policies))
	if err != nil {
		b.Fatal(err)
	}
	id, password := sim.Credentials()
	client, err := aiapi.New(aiapi.Options{Credentials: func() (credentials.Credentials, error) {
		return credentials.Credentials{ClientID: id, ClientSecret: secret.New(password), AuthURL: server.URL, BaseURL: server.URL}, nil
	}})
	if err != nil {
		b.Fatal(err)
	}
	return reaper.Options{
		API: client, Policies: &c.Set, Costs: &c.Costs, Mode: report.DryRun, Groups: reaper.Selection{Include: c.Groups.Include},
		Limits: reaper.Limits(c.Limits), Concurrency: 4, BatchSize: c.API.BatchSize, Bulk: reaper.BulkMode(c.API.Bulk), StopTimeout: c.StopTimeout,
		Now: time.Now, Sleep: aiapi.Sleep, Entropy: zeroes{},
	}, server.Close
}

// BenchmarkPlan plans where few executions have expired. Its profile shows where a
// plan's time goes; the simulator is in it, with pages that are rendered before.
func BenchmarkPlan(b *testing.B) {
	o, end := benchSweep(b, `  - {name: old, match: {statuses: [COMPLETED, DEAD], olderThan: 399d}, action: delete}`)
	defer end()
	reaper.Sweep(b.Context(), o) // renders the pages
	b.ReportAllocs()
	for b.Loop() {
		if r := reaper.Sweep(b.Context(), o); r.Result != report.ResultOK {
			b.Fatal(r.Error())
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchExecutions, "ns/execution")
}

// BenchmarkEnforce deletes 56 of 100 executions, with an audit log. The half second
// before it looks whether that is done is not waited for.
func BenchmarkEnforce(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		o, end := benchSweep(b, `  - {name: old, match: {statuses: [COMPLETED, STOPPED, DEAD], olderThan: 32d}, action: delete}`)
		reaper.Sweep(b.Context(), o) // renders the pages
		log, err := audit.Open(filepath.Join(b.TempDir(), "audit.jsonl"))
		if err != nil {
			b.Fatal(err)
		}
		o.Mode, o.Audit = report.Enforce, log
		o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
		b.StartTimer()
		r := reaper.Sweep(b.Context(), o)
		b.StopTimer()
		if r.Result != report.ResultOK || r.Policies[0].Deleted < benchExecutions/2 {
			b.Fatalf("%s: %d deleted: %s", r.Result, r.Policies[0].Deleted, r.Error())
		}
		end()
		_ = log.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchExecutions, "ns/execution")
}

// zeroes is the entropy of the benchmark, which needs no unique ids.
type zeroes struct{}

func (zeroes) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
