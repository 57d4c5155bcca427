package tenant

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

const deleting = `
mode: enforce
resourceGroups: {include: ["*"]}
api: {requestsPerSecond: 0}
limits: {maxPercent: 100}
policies:
  - {name: dead-after-3d, match: {statuses: [DEAD], olderThan: 3d}, action: delete}
`

// world is a simulated tenant with a process that uses it.
type world struct {
	sim     *simulator.Server
	where   credentials.Settings
	process *Process
	log     *observer.ObservedLogs
}

// newWorld serves a simulated tenant. If before is not nil, it is called with
// each request.
func newWorld(t *testing.T, before func(*http.Request)) *world {
	t.Helper()
	sim, err := simulator.New(simulator.Options{ResourceGroups: 2, Executions: 200, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if before != nil {
			before(r)
		}
		sim.ServeHTTP(rw, r)
	}))
	t.Cleanup(api.Close)
	id, secret := sim.Credentials()
	variables := map[string]string{"AICORE_CLIENT_ID": id, "AICORE_CLIENT_SECRET": secret, "AICORE_AUTH_URL": api.URL, "AICORE_BASE_URL": api.URL}
	core, log := observer.New(zap.InfoLevel)
	return &world{
		sim: sim, where: credentials.Settings{Getenv: func(name string) string { return variables[name] }}, log: log,
		process: &Process{Metrics: metrics.New("test", "test"), Log: zap.New(core), Version: "test", Now: time.Now, Sleep: aiapi.Sleep, Entropy: rand.Reader},
	}
}

// open opens the tenant of a config.
func (w *world) open(t *testing.T, text string) *Tenant {
	t.Helper()
	c, _, err := config.Parse("c.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := w.process.Open(c, w.where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(opened.Close)
	return opened
}

// counted is the sum over all series of a metric.
func (w *world) counted(t *testing.T, name string) (sum float64) {
	t.Helper()
	families, err := w.process.Metrics.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.Metric {
			if f.GetName() == name {
				sum += m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	return sum
}
