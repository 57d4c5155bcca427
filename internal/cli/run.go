package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/daemon"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

func (a *app) run() *cobra.Command {
	var demo, reloadable bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Run as a daemon: each policy on its schedule, with metrics and a status page",
		Long: `Run as a daemon: each policy on its schedule, those due at the same moment in one
sweep. It serves /metrics, /healthz, /readyz and a status page at metrics.listen.

SIGHUP reads the config anew; SIGTERM ends it after the request in flight.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runDaemon(cmd.Context(), demo, reloadable) },
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "work on an embedded simulated tenant; no account needed")
	cmd.Flags().BoolVar(&reloadable, "enable-reload", false, "have POST /-/reload read the config anew")
	return cmd
}

// live is the tenant of the config in force.
type live struct {
	app     *app
	demo    bool
	metrics *metrics.Metrics

	mu     sync.Mutex
	tenant *tenant
}

func (a *app) runDaemon(ctx context.Context, demo, reloadable bool) error {
	c, err := a.load(demo)
	if err != nil {
		return err
	}
	version, revision := buildVersion()
	l := &live{app: a, demo: demo, metrics: metrics.New(version, revision)}
	if l.tenant, err = a.connectWith(c, demo, l.metrics); err != nil {
		return err
	}
	defer func() { l.current().close() }()
	d, err := daemon.New(daemon.Options{
		Config: c, Load: l.load, Sweep: l.sweep, CheckToken: func(ctx context.Context) error { return l.current().client.CheckToken(ctx) },
		Reopen: l.reopen, Metrics: l.metrics, Log: a.log, Now: a.now, Version: version, Reloadable: reloadable,
	})
	if err != nil {
		return usage(err)
	}
	stop := onHangup(func() { _ = d.Reload() }) // it says itself what went wrong
	defer stop()
	if err := d.Run(ctx); err != nil {
		a.log.Error("ended", zap.Error(err))
		return failed(err)
	}
	return nil
}

func (l *live) current() *tenant {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tenant
}

// load reads the config anew and connects by it, so that one whose credentials
// cannot be found is as bad as one that cannot be read.
func (l *live) load() (*config.Config, error) {
	c, err := l.app.load(l.demo)
	if err != nil {
		return nil, err
	}
	if l.demo { // the simulated tenant must live on
		l.mu.Lock()
		defer l.mu.Unlock()
		next := &tenant{config: c, client: l.tenant.client, metrics: l.metrics, closers: l.tenant.closers}
		next.options = l.app.sweepOptions(c, next, l.tenant.options.Groups.Default)
		l.tenant = next
		return c, nil
	}
	next, err := l.app.connectWith(c, false, l.metrics)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.retire(l.tenant)
	l.tenant = next
	return c, nil
}

// retire closes a tenant that a reload has replaced, when the sweep that may be
// using it has ended.
func (l *live) retire(t *tenant) {
	go func() {
		t.busy.Lock()
		defer t.busy.Unlock()
		t.close()
	}()
}

func (l *live) sweep(ctx context.Context, c *config.Config, policies []string) *report.Report {
	t := l.current()
	t.busy.Lock()
	defer t.busy.Unlock()
	o := t.options
	set, err := c.Set.Select(policies...)
	if err != nil || t.config != c {
		return &report.Report{Mode: o.Mode, Result: report.ResultFailed, Cause: errors.New("the config changed as the sweep began; the next one goes by the new one"), StartedAt: l.app.now(), FinishedAt: l.app.now()}
	}
	o.Policies = set
	o.OnPlan = l.metrics.Expect
	return t.sweep(ctx, o)
}

// reopen opens the audit log anew, after a rotation has moved it away.
func (l *live) reopen() error {
	if log := l.current().options.Audit; log != nil {
		return log.Reopen()
	}
	return nil
}

// onHangup calls reload on every SIGHUP until it is stopped.
func onHangup(reload func()) (stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-signals:
				reload()
			case <-done:
				return
			}
		}
	}()
	return func() { signal.Stop(signals); close(done) }
}
