package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/daemon"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
)

func (a *app) run() *cobra.Command {
	var demo, reloadable bool
	var listen string
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Run as a daemon: each policy on its schedule, with metrics and a status page",
		Long: `Run as a daemon: each policy on its schedule, those due at the same moment in one
sweep. In between it looks at the tenant and changes nothing, as observe says. It serves
pages, /metrics, /healthz and /readyz at metrics.listen, or where --listen says.

SIGHUP reads the config anew; SIGTERM ends it after the request in flight.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("listen") && !hasPort(listen) {
				return usage(fmt.Errorf("--listen %q names no port: write :9464 or 127.0.0.1:9464; where it comes from a variable, is that set?", listen))
			}
			return a.runDaemon(cmd.Context(), listen, demo, reloadable)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "", "`address` to listen at, in the place of metrics.listen")
	cmd.Flags().BoolVar(&demo, "demo", false, "work on an embedded simulated tenant; no account needed")
	cmd.Flags().BoolVar(&reloadable, "enable-reload", false, "have POST /-/reload read the config anew")
	return cmd
}

// hasPort reports whether a listen address has a port. Without this check ":",
// which remains of ":$PORT" if the variable is not set, would mean any free port.
func hasPort(address string) bool {
	_, port, err := net.SplitHostPort(address)
	return err == nil && port != ""
}

func (a *app) runDaemon(ctx context.Context, listen string, demo, reloadable bool) error {
	where, end, err := a.whereabouts(demo)
	if err != nil {
		return err
	}
	defer end()
	p := a.process()
	d, err := daemon.New(daemon.Options{
		Open: func() (daemon.Tenant, error) {
			c, err := a.load(demo)
			if err != nil {
				return nil, err
			}
			if listen != "" {
				c.Metrics.Listen = listen
			}
			return openPrepared(p, c, where(c))
		},
		Metrics: p.Metrics, Log: a.log, Now: a.now, Version: p.Version, Reloadable: reloadable,
	})
	if err != nil {
		return usage(err)
	}
	stop := onHangup(func() { _ = d.Reload() }) // Reload logs its error
	defer stop()
	err = d.Run(ctx)
	if err := p.Close(); err != nil {
		a.log.Error("the audit log is not whole", zap.Error(err))
	}
	if err != nil {
		return failed(err)
	}
	return nil
}

// openPrepared opens a tenant and everything to which its sweeps write, so that
// unwritable places are found at once.
func openPrepared(p *tenant.Process, c *config.Config, where credentials.Settings) (daemon.Tenant, error) {
	t, err := p.Open(c, where)
	if err != nil {
		return nil, err
	}
	if err := t.Prepare(tenant.Request{}); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
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
