package reaper_test

import (
	"net/http/httptest"
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

// BenchmarkPlan plans 100,000 executions in 100 groups over HTTP; few of them
// have expired. Its profile shows where the time of a sweep goes. It includes the
// simulator, which renders its pages before.
func BenchmarkPlan(b *testing.B) {
	const executions = 100_000
	sim, err := simulator.New(simulator.Options{ResourceGroups: 100, Executions: executions, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(sim)
	defer server.Close()
	c, _, err := config.Parse("bench.yaml", []byte(`
resourceGroups: {include: ["*"]}
policies:
  - {name: old, match: {statuses: [COMPLETED, DEAD], olderThan: 399d}, action: delete}
`))
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
	o := reaper.Options{
		API: client, Policies: &c.Set, Costs: &c.Costs, Mode: report.DryRun, Groups: reaper.Selection{Include: c.Groups.Include},
		Limits: reaper.Limits(c.Limits), Concurrency: 4, Now: time.Now, Sleep: aiapi.Sleep, Entropy: zeroes{},
	}
	reaper.Sweep(b.Context(), o) // renders the pages
	b.ReportAllocs()
	for b.Loop() {
		if r := reaper.Sweep(b.Context(), o); r.Result != report.ResultOK {
			b.Fatal(r.Error())
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/executions, "ns/execution")
}

// zeroes is the entropy of the benchmark, which needs no unique ids.
type zeroes struct{}

func (zeroes) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
