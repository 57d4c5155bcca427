// Package daemon sweeps by the clock: each policy on its schedule, those that are
// due at the same moment in one sweep, and never two sweeps at once. In between it
// looks at the tenant without changing anything, so that metrics and pages are
// never old. It takes a new config without a restart, and tells systemd how it is.
//
// One loop owns the tenant in force and all that changes; see loop.go. Pages and
// metrics read snapshots of it.
//
// It keeps no memory over its own end: what was due while it was down is not made
// up for, unless catchUp has every policy run once at the start.
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

// Tenant is what a daemon sweeps: in the program a [tenant.Tenant], in tests of the
// loop one whose sweeps take no network. Its methods are called from one goroutine
// at a time, but for Reopen, which may be called during a sweep.
type Tenant interface {
	Config() *config.Config
	Sweep(ctx context.Context, q tenant.Request) (*report.Report, error)
	Observe(ctx context.Context, progress func(step string, done, total int)) (*report.Report, error)
	Explain(ctx context.Context, group, id string) (policy.Explanation, error)
	CheckToken(ctx context.Context) error
	Reopen() error
	Close()
}

// Options are what a daemon works with; all are required, but for Reloadable.
type Options struct {
	// Open reads the config and opens its tenant, which is then the daemon's to close.
	Open    func() (Tenant, error)
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
	web      string // the web config file
	first    *loop
	notify   *notifier

	reloads   chan chan error
	questions chan *question
	running   context.Context            // ends with the loop
	state     atomic.Pointer[page.State] // what pages read
	progress  atomic.Pointer[page.Progress]
}

// New reads the config and binds its address, so that what is wrong with either is
// found before anything else.
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

// Address is where it listens.
func (d *Daemon) Address() string { return d.listener.Addr().String() }

// Run sweeps and serves until ctx ends, then lets the request in flight be
// answered, within shutdownTimeout. The error is what ended it before ctx did.
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

// Reload reads the config anew. A bad one is said, in the log and in a metric, and
// leaves the old one in force; a good one is in force once the sweep at work has
// ended. The address to listen at is taken at the start only.
func (d *Daemon) Reload() error {
	answer := make(chan error, 1)
	select {
	case d.reloads <- answer:
		return <-answer
	case <-d.running.Done():
		return errors.New("the daemon is ending")
	}
}
