// Package daemon runs each policy on its schedule. Policies that are due at the
// same time share one sweep, and two sweeps never run at the same time. Between
// sweeps it observes the tenant without changing anything, so that metrics and
// pages stay up to date. It reloads the config without a restart, and reports its
// state to systemd.
//
// One loop owns the tenant in force and all state; see loop.go. Pages and metrics
// read snapshots.
//
// The daemon stores nothing. Policies that were due while it was down are not run
// later, unless catchUp runs every policy once at the start.
package daemon

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/daemon/page"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
)

// Tenant is what the daemon sweeps: a [tenant.Tenant], or in tests one without a
// network. Its methods are called by one goroutine at a time, except Reopen,
// which may be called during a sweep.
type Tenant interface {
	Config() *config.Config
	Sweep(ctx context.Context, q tenant.Request) (*report.Report, error)
	Observe(ctx context.Context, progress func(step string, done, total int)) (*report.Report, error)
	Explain(ctx context.Context, group, id string) (policy.Explanation, error)
	CheckToken(ctx context.Context) error
	Reopen() error
	Close()
}

// Options are the input of a daemon. All except Reloadable are required.
type Options struct {
	// Open reads the config and opens its tenant. The daemon closes the tenant.
	Open    func() (Tenant, error)
	Metrics *metrics.Metrics
	Log     *zap.Logger
	Now     func() time.Time
	Version string
	// Reloadable enables POST /-/reload, which does the same as SIGHUP.
	Reloadable bool
}

// Daemon is a daemon that listens already and sweeps when it runs.
type Daemon struct {
	Options
	listener net.Listener
	web      string // the web config file
	first    *loop
	notify   *notifier

	reloads   chan chan error
	questions chan *question
	running   context.Context            // done when the loop ends
	state     atomic.Pointer[page.State] // what pages read
	progress  atomic.Pointer[page.Progress]
}

// New reads the config and binds its address, so that errors in either are found
// first.
func New(o Options) (*Daemon, error) {
	first, err := o.Open()
	if err != nil {
		return nil, err
	}
	d := &Daemon{Options: o, notify: newNotifier(os.Getenv, o.Log), reloads: make(chan chan error), questions: make(chan *question)}
	if d.first, err = newLoop(d, first); err != nil {
		first.Close()
		return nil, err
	}
	m := first.Config().Metrics
	d.web = m.WebConfigFile
	if d.listener, err = net.Listen("tcp", m.Listen); err != nil {
		first.Close()
		return nil, fmt.Errorf("metrics.listen: %w", err)
	}
	return d, nil
}

// Address returns the address at which the daemon listens.
func (d *Daemon) Address() string { return d.listener.Addr().String() }

// Run sweeps and serves until ctx ends. Then it waits for requests in flight, at
// most shutdownTimeout. The error says what ended it before ctx.
func (d *Daemon) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d.running = ctx
	d.first.show()
	d.first.logSchedules("running", d.seen().Config, zap.String("address", d.Address()))
	server := d.server()
	served := make(chan error, 1)
	go func() { served <- d.serve(server) }()
	var work sync.WaitGroup
	work.Go(func() { d.first.run(ctx) })
	work.Go(func() { d.notify.watch(ctx, d.stuck) })
	d.notify.ready()
	var failure error
	select {
	case <-ctx.Done():
	case err := <-served:
		failure = fmt.Errorf("serve %s: %w", d.Address(), err)
		stop()
	}
	d.notify.stopping()
	d.end(server, &work)
	return failure
}

// Reload reads the config again. If it is bad, the log and a metric say so, and
// the old config stays in force. A good config is in force once the running sweep
// has ended. The listen address is read only at the start.
func (d *Daemon) Reload() error {
	answer := make(chan error, 1)
	select {
	case d.reloads <- answer:
		return <-answer
	case <-d.running.Done():
		return errors.New("the daemon is ending")
	}
}
