//go:build integration

package dashboards

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/deploy/grafana/live"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// sweeps is the number of sweeps of a scene while the tenant has faults.
const sweeps = 10

// scene is a swept tenant with the Prometheus that read its metrics.
type scene struct {
	tenant     *live.Tenant
	prometheus *live.Prometheus
	window     live.Window
}

// way is one of the ways in which Prometheus gets metrics.
type way struct {
	name string
	// target starts the scrape target, and returns it with the metrics settings
	// of the config.
	target func(ctx context.Context, dir string) (live.Target, live.Settings, error)
	// nothing lists the metrics that have no value in this way: a client secret
	// does not expire, and a process that sweeps once has no schedule and no
	// reload.
	nothing []string
}

// The daemon is started later, with the sweeps, so its target is not known
// before.
var ways = []way{
	{name: "a daemon that is scraped", nothing: []string{"credential_expiry"}},
	{"a Pushgateway that processes push to", pushgateway, []string{"credential_expiry", "next_sweep", "config_last_reload"}},
	{"a textfile that processes write", textfile, []string{"credential_expiry", "next_sweep", "config_last_reload"}},
}

// hasNothing reports whether a query may have only NaN.
func (w way) hasNothing(expr string) bool {
	return slices.ContainsFunc(w.nothing, func(metric string) bool { return strings.Contains(expr, metric) })
}

func pushgateway(ctx context.Context, dir string) (live.Target, live.Settings, error) {
	address, err := live.StartPushgateway(ctx, dir)
	settings := live.Settings{Metrics: fmt.Sprintf("{pushgateway: {url: %q}}", "http://"+address)}
	return live.Target{Job: "pushgateway", Address: address, HonorLabels: true}, settings, err
}

func textfile(ctx context.Context, dir string) (live.Target, live.Settings, error) {
	address, file, err := live.StartNodeExporter(ctx, dir)
	return live.Target{Job: "node", Address: address}, live.Settings{Metrics: fmt.Sprintf("{textfile: %q}", file)}, err
}

// play sweeps a tenant with faults ten times while Prometheus scrapes. Then it
// turns the faults off and sweeps until nothing is left to do, so that the
// counters are final.
func (w way) play(t *testing.T) *scene {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	dir := t.TempDir()
	faults, err := simulator.ParseFaults([]string{"503:0.05", "item-error:0.1"})
	must(t, err)
	tenant, err := live.StartTenant(ctx, simulator.Options{ResourceGroups: 6, Executions: 600, Seed: 7, Settle: 2 * time.Second, Faults: faults})
	must(t, err)
	reaper, err := live.Build(ctx, dir, tenant)
	must(t, err)
	s := &scene{tenant: tenant, window: live.Window{From: time.Now(), Step: time.Second, Rate: 5 * time.Second}}
	if w.target == nil {
		s.daemon(ctx, t, dir, reaper)
	} else {
		s.processes(ctx, t, dir, reaper, w)
	}
	s.await(ctx, t, "sum(aicore_reaper_expired_executions) == 0")
	s.window.To = time.Now()
	return s
}

func (s *scene) daemon(ctx context.Context, t *testing.T, dir string, r *live.Reaper) {
	t.Helper()
	address, err := r.Run(ctx, live.Settings{Schedule: "@every 3s", MaxStops: 10, MaxDeletes: 60})
	must(t, err)
	s.prometheus, err = live.StartPrometheus(ctx, dir, live.Target{Job: "aicore-reaper", Address: address}, "")
	must(t, err)
	s.await(ctx, t, fmt.Sprintf("sum(aicore_reaper_sweeps_total) >= %d", sweeps))
	s.tenant.StopFaults()
}

func (s *scene) processes(ctx context.Context, t *testing.T, dir string, r *live.Reaper, w way) {
	t.Helper()
	target, settings, err := w.target(ctx, dir)
	must(t, err)
	s.prometheus, err = live.StartPrometheus(ctx, dir, target, "")
	must(t, err)
	settings.Schedule, settings.MaxStops, settings.MaxDeletes = "@hourly", 10, 60
	for range sweeps {
		must(t, r.Once(ctx, settings))
	}
	s.tenant.StopFaults()
	must(t, r.Once(ctx, settings)) // does the rest
	must(t, r.Once(ctx, settings)) // has nothing to do
}

// await waits until a condition holds in Prometheus.
func (s *scene) await(ctx context.Context, t *testing.T, condition string) {
	t.Helper()
	must(t, live.Until(ctx, func() error {
		seen, err := s.prometheus.Instant(ctx, condition, time.Now())
		if err == nil && len(seen) == 0 {
			err = fmt.Errorf("Prometheus has not seen it yet: %s", condition)
		}
		return err
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
