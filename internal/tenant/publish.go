package tenant

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics/carry"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// pushTimeout is how long a Pushgateway may take. A slow one must not delay what
// comes after it.
const pushTimeout = 15 * time.Second

// configure applies the config to the metrics once it is in force.
func (t *Tenant) configure() {
	if t.configured {
		return
	}
	t.configured = true
	s := metrics.Settings{GroupLabels: t.config.Metrics.GroupLabels, Price: t.config.Price.PerCapacityUnit, Currency: t.config.Price.Currency}
	for i := range t.config.Set.Policies {
		p := &t.config.Set.Policies[i]
		s.Policies = append(s.Policies, p.Name)
		if p.DryRun {
			s.DryRun = append(s.DryRun, p.Name)
		}
	}
	t.process.Metrics.Configure(s)
}

// expect publishes the series of an enforcing sweep at zero while the sweep acts,
// so that no increase is lost. It does not delay the sweep. wait waits until this
// is done and returns its error.
func (t *Tenant) expect(ctx context.Context, o *reaper.Options, q Request) (wait func() error) {
	var published chan error
	o.OnPlan = func(r *report.Report) {
		t.process.Metrics.Expect(r)
		if q.Publish {
			published = make(chan error, 1)
			go func() {
				published <- guarded(func() error { return t.publish(ctx, q, publication{own: t.process.Metrics.Registry(), zeros: true}) })
			}()
		}
	}
	return func() error {
		if published == nil {
			return nil
		}
		return <-published
	}
}

// guarded turns a panic of f into an error. In its own goroutine a panic would
// end the process.
func guarded(f func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v: a fault of the program, please report it\n%s", fault, debug.Stack())
		}
	}()
	return f()
}

// publication says which metrics are published.
type publication struct {
	own   prometheus.Gatherer
	keep  carry.Keep
	zeros bool // only the series, before anything was counted
}

// publish adds the counters of this process to the Pushgateway and the textfile.
// What is published twice counts twice, unless it is zeros. Processes that share a
// tenant each have their own group and file.
func (t *Tenant) publish(ctx context.Context, q Request, p publication) error {
	if !q.Publish {
		return nil
	}
	part := ""
	if q.Shard.Count > 1 {
		part = strconv.Itoa(q.Shard.Index)
	}
	var failures []error
	if g := t.config.Metrics.Pushgateway; g.URL != "" {
		to := carry.Pushgateway{URL: g.URL, Job: g.Job, Grouping: g.Grouping, Timeout: pushTimeout, Keep: p.keep}.Shard(part)
		put := to.Push
		if p.zeros {
			put = to.Announce
		}
		failures = append(failures, put(ctx, p.own))
	}
	if file := t.config.Metrics.Textfile; file != "" {
		to := carry.Textfile{Path: file, Shard: part, Keep: p.keep}
		write := to.Write
		if p.zeros {
			write = to.Announce
		}
		failures = append(failures, write(ctx, p.own))
	}
	return errors.Join(failures...)
}
