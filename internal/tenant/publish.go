package tenant

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/metrics/carry"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// pushTimeout is how long a Pushgateway may take: a slow one must not hold up
// what comes after.
const pushTimeout = 15 * time.Second

// expect has the series of an enforcing sweep published at zero while it acts, so
// that no increase is lost. It delays nothing: wait returns when that is done, with
// what went wrong.
func (t *Tenant) expect(ctx context.Context, o *reaper.Options, q Request) (wait func() error) {
	var published chan error
	o.OnPlan = func(r *report.Report) {
		t.process.Metrics.Expect(r)
		if q.Publish {
			published = make(chan error, 1)
			go func() { published <- t.publish(ctx, q, true) }()
		}
	}
	return func() error {
		if published == nil {
			return nil
		}
		return <-published
	}
}

// publish puts what this process counted on top of what the Pushgateway and the
// textfile hold; with nothingYet only the series, before anything was counted.
// Each of several processes that share a tenant has a group and a file of its own.
func (t *Tenant) publish(ctx context.Context, q Request, nothingYet bool) error {
	if !q.Publish {
		return nil
	}
	part := ""
	if q.Shard.Count > 1 {
		part = strconv.Itoa(q.Shard.Index)
	}
	own := t.process.Metrics.Registry()
	var failures []error
	if g := t.Config.Metrics.Pushgateway; g.URL != "" {
		to := carry.Pushgateway{URL: g.URL, Job: g.Job, Grouping: g.Grouping, Timeout: pushTimeout}.Shard(part)
		put := to.Push
		if nothingYet {
			put = to.Announce
		}
		failures = append(failures, put(ctx, own))
	}
	if file := t.Config.Metrics.Textfile; file != "" {
		to := carry.Textfile{Path: file, Shard: part}
		write := to.Write
		if nothingYet {
			write = to.Announce
		}
		failures = append(failures, write(ctx, own))
	}
	return errors.Join(failures...)
}
