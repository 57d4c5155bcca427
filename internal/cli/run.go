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

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/daemon"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
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
	process *tenant.Process
	where   func(*config.Config) credentials.Settings

	mu     sync.Mutex
	tenant *tenant.Tenant
	busy   *sync.Mutex // held while a sweep uses the tenant
	demo   bool
}

func (a *app) runDaemon(ctx context.Context, demo, reloadable bool) error {
	c, err := a.load(demo)
	if err != nil {
		return err
	}
	where, end, err := a.whereabouts(demo)
	if err != nil {
		return err
	}
	defer end()
	l := &live{app: a, process: a.process(), where: where, busy: new(sync.Mutex), demo: demo}
	if l.tenant, err = l.open(c); err != nil {
		return usage(err)
	}
	defer func() { l.current().Close() }()
	d, err := daemon.New(daemon.Options{
		Config: c, Load: l.load, Sweep: l.sweep, CheckToken: func(ctx context.Context) error { return l.current().CheckToken(ctx) },
		Reopen: func() error { return l.current().Reopen() }, Metrics: l.process.Metrics, Log: a.log, Now: a.now, Version: l.process.Version, Reloadable: reloadable,
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

func (l *live) open(c *config.Config) (*tenant.Tenant, error) {
	t, err := l.process.Open(c, l.where(c))
	if err != nil {
		return nil, err
	}
	return t, t.Prepare(tenant.Request{})
}

func (l *live) current() *tenant.Tenant {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tenant
}

// load reads the config anew and opens its tenant, so that one whose credentials
// cannot be found is as bad as one that cannot be read.
func (l *live) load() (*config.Config, error) {
	c, err := l.app.load(l.demo)
	if err != nil {
		return nil, err
	}
	next, err := l.open(c)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	go func(t *tenant.Tenant, busy *sync.Mutex) {
		busy.Lock()
		defer busy.Unlock()
		t.Close()
	}(l.tenant, l.busy)
	l.tenant, l.busy = next, new(sync.Mutex)
	return c, nil
}

func (l *live) sweep(ctx context.Context, c *config.Config, policies []string) *report.Report {
	l.mu.Lock()
	t, busy := l.tenant, l.busy
	l.mu.Unlock()
	busy.Lock()
	defer busy.Unlock()
	if t.Config != c {
		return &report.Report{Mode: report.DryRun, Result: report.ResultFailed, Cause: errors.New("the config changed as the sweep began; the next one goes by the new one"), StartedAt: l.app.now(), FinishedAt: l.app.now()}
	}
	r, _ := t.Sweep(ctx, tenant.Request{Policies: policies})
	return r
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
