// Package daemon sweeps by the clock: each policy on its schedule, those that are
// due at the same moment in one sweep, and never two sweeps at once. It serves
// the metrics and a status page, takes a new config without a restart, and tells
// systemd how it is.
//
// It keeps no memory over its own end: what was due while it was down is not made
// up for, unless catchUp has every policy run once at the start.
package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/prometheus/exporter-toolkit/web"
	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Options are what a daemon works with; all are required, but for Reloadable.
type Options struct {
	Config *config.Config
	// Load reads the config anew.
	Load func() (*config.Config, error)
	// Sweep sweeps once for the policies of these names, by the config given.
	Sweep func(ctx context.Context, c *config.Config, policies []string) *report.Report
	// CheckToken tells whether the credentials are good for a token.
	CheckToken func(ctx context.Context) error
	// Reopen is called on every reload, for files that a rotation moves away.
	Reopen  func() error
	Metrics *metrics.Metrics
	Log     *zap.Logger
	Now     func() time.Time
	Version string
	// Reloadable has POST /-/reload do what SIGHUP does.
	Reloadable bool
}

// Daemon is one that listens, and sweeps once it runs.
type Daemon struct {
	Options
	listener net.Listener
	reloaded chan struct{} // the loop is to look at the config again
	notify   *notifier

	mu      sync.Mutex
	config  *config.Config
	next    map[string]time.Time
	begun   time.Time // of the sweep that runs; zero: none does
	history history
	reload  error // why the newest config is not in force
}

// New makes a daemon and binds its address, so that one that is taken is found
// before anything else.
func New(o Options) (*Daemon, error) {
	listener, err := net.Listen("tcp", o.Config.Metrics.Listen)
	if err != nil {
		return nil, fmt.Errorf("metrics.listen: %w", err)
	}
	return &Daemon{
		Options: o, listener: listener, config: o.Config, next: make(map[string]time.Time),
		reloaded: make(chan struct{}, 1), notify: newNotifier(os.Getenv, o.Log),
	}, nil
}

// Address is where it listens.
func (d *Daemon) Address() string { return d.listener.Addr().String() }

// Run sweeps and serves until ctx ends, then lets the request in flight be
// answered, within shutdownTimeout. The error is what ended it before ctx did, or
// that it could not end in time.
func (d *Daemon) Run(ctx context.Context) error {
	server := &http.Server{Handler: d.handler(), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- d.serve(server) }()
	swept := make(chan struct{})
	loopCtx, stop := context.WithCancel(ctx)
	defer stop()
	go func() { defer close(swept); d.loop(loopCtx) }()
	go d.notify.watch(loopCtx, d.stuck)
	d.notify.ready()
	d.Log.Info("running", zap.String("address", d.Address()))
	var failure error
	select {
	case <-ctx.Done():
	case err := <-served:
		failure = fmt.Errorf("serve %s: %w", d.Address(), err)
		stop()
	}
	d.notify.stopping()
	return errors.Join(failure, d.end(server, swept))
}

// end waits for the sweep and the server.
func (d *Daemon) end(server *http.Server, swept <-chan struct{}) error {
	timeout := d.current().ShutdownTimeout
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	var unfinished error
	select {
	case <-swept:
	case <-ctx.Done():
		unfinished = fmt.Errorf("the sweep did not end within shutdownTimeout (%s); the next one goes on with what it left", timeout)
	}
	if err := server.Shutdown(ctx); err != nil {
		unfinished = errors.Join(unfinished, server.Close())
	}
	return unfinished
}

// serve serves with TLS and passwords as the web config file says, if there is one.
func (d *Daemon) serve(server *http.Server) error {
	file, systemd, addresses := d.Config.Metrics.WebConfigFile, false, []string{d.Address()}
	flags := &web.FlagConfig{WebListenAddresses: &addresses, WebSystemdSocket: &systemd, WebConfigFile: &file}
	err := web.Serve(d.listener, server, flags, slog.New(slog.DiscardHandler))
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (d *Daemon) current() *config.Config {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.config
}
