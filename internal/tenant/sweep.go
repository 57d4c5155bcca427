package tenant

import (
	"context"
	"errors"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Request is what a sweep needs beyond the config. The zero value is a sweep of
// all policies in the config's mode.
type Request struct {
	Policies []string         // by name; empty: all
	Mode     report.Mode      // "": as the config says
	All      bool             // also report what is kept
	Approved *reaper.Approved // a reviewed plan that limits what is acted on; nil: none
	Shard    reaper.Shard     // the part of the tenant for this process
	Publish  bool             // to the Pushgateway and the textfile of the config; messages are then waited for, and counted there
	Notify   bool             // send messages to the targets of the config
	Unread   bool             // nobody reads the metrics of this process: the report is not counted in them
	// Slots holds the current slot of policies by name, which says what is announced
	// now. A policy that is not in it is at the latest slot of its schedule.
	Slots map[string]policy.Slot
	// OnDecide is called concurrently with the input of each resource group's
	// decisions. It must not keep any part of it; may be nil.
	OnDecide func(policy.Input)
	// Progress is called with the progress of a step; total is 0 if unknown. It
	// must be safe for concurrent use; may be nil.
	Progress func(step string, done, total int)
}

// Sweep runs one sweep. Errors of the sweep are in the report. The returned error
// is about writing its results: to the audit log, the textfile or the
// Pushgateway. It has already been logged.
func (t *Tenant) Sweep(ctx context.Context, q Request) (*report.Report, error) {
	o, err := t.options(q)
	if err == nil {
		err = t.prepare(&o, q)
	}
	if err != nil {
		now := t.process.Now()
		r := &report.Report{Mode: o.Mode, Result: report.ResultFailed, Cause: err, StartedAt: now, FinishedAt: now}
		t.tell(ctx, q, r)
		return r, nil
	}
	t.configure()
	early := t.expect(ctx, &o, q)
	r := t.process.reap(ctx, o)
	t.noteExpiry()
	if !q.Unread {
		t.process.Metrics.Observe(r)
	}
	if o.Audit != nil && r.Unwritten == nil {
		r.Unwritten = o.Audit.Flush()
	}
	announced := early()
	published := t.publishAll(context.WithoutCancel(ctx), q, r)
	if announced != nil && published == nil { // the later publishing includes all of it
		t.process.Log.Warn("metrics could not be published before the sweep acted, and were afterwards: an increase may be missed", zap.Error(announced))
	}
	err = errors.Join(r.Unwritten, published)
	t.log(r, err)
	return r, err
}

// Observe lists and plans for all policies and changes nothing, so that gauges
// and the page are up to date. It does not count as a sweep. progress is as in
// [Request].
func (t *Tenant) Observe(ctx context.Context, progress func(step string, done, total int)) (*report.Report, error) {
	o, err := t.options(Request{Mode: report.DryRun, Progress: progress})
	if err != nil {
		return nil, err
	}
	o.Observe = true
	t.configure()
	r := t.process.reap(ctx, o)
	t.noteExpiry()
	t.process.Metrics.Observe(r)
	t.log(r, nil)
	return r, nil
}

// prepare connects an enforcing sweep to the audit log and the archive.
func (t *Tenant) prepare(o *reaper.Options, q Request) error {
	if err := t.Prepare(q); err != nil || o.Mode != report.Enforce {
		return err
	}
	o.Audit = t.audit
	if t.archive != nil {
		o.Archive = t.archive.Save
	}
	return nil
}

// options returns the options from the config and the request.
func (t *Tenant) options(q Request) (reaper.Options, error) {
	o := optionsOf(t.config, t.process)
	o.API, o.Groups.Default = t.client, t.group
	o.Learned, o.Parameters, o.InstanceTypes = &t.knowledge.learned, &t.knowledge.parameters, &t.knowledge.types
	o.OnBatch = t.process.Metrics.ObserveBatch
	o.Mode, o.All, o.Approved, o.Shard = t.modeOf(q), q.All, q.Approved, q.Shard
	o.OnDecide = q.OnDecide
	if q.Progress != nil {
		o.Progress = func(p reaper.Progress) { q.Progress(p.Step, p.Done, p.Total) }
	}
	var err error
	if o.Policies, err = selected(t.config, q.Policies); err != nil {
		return o, err
	}
	o.Slots, err = slotsOf(t.config, o.Policies, q.Slots, o.Now())
	return o, err
}

// optionsOf returns the options that depend only on the config.
func optionsOf(c *config.Config, p *Process) reaper.Options {
	return reaper.Options{
		Policies: &c.Set, Costs: &c.Costs, Price: c.Price, Labels: len(c.Metrics.GroupLabels) > 0, Limits: reaper.Limits(c.Limits), Mode: report.DryRun,
		Groups:      reaper.Selection{Include: c.Groups.Include, Exclude: c.Groups.Exclude, Labels: c.Groups.Labels},
		Concurrency: c.API.Concurrency, BatchSize: c.API.BatchSize, Bulk: reaper.BulkMode(c.API.Bulk),
		StopTimeout: c.StopTimeout, Details: c.Set.Needs().Details,
		Now: p.Now, Sleep: p.Sleep, Entropy: p.Entropy,
	}
}

func selected(c *config.Config, names []string) (*policy.Set, error) {
	if len(names) == 0 {
		return &c.Set, nil
	}
	return c.Set.Select(names...)
}

// log logs what a person must know beyond the report. It logs a warning once, and
// again only after it was absent.
func (t *Tenant) log(r *report.Report, unwritten error) {
	for _, fault := range r.Faults {
		t.process.Log.Error("a fault of the program, please report it", zap.String("sweep", r.Sweep), zap.String("fault", fault))
	}
	if unwritten != nil {
		t.process.Log.Error("the sweep is done, but could not be written down whole", zap.String("sweep", r.Sweep), zap.Error(unwritten))
	}
	warned := make(map[string]bool, len(r.Warnings))
	for _, w := range r.Warnings {
		if !t.warned[w] && !warned[w] {
			t.process.Log.Warn(w)
		}
		warned[w] = true
	}
	t.warned = warned
}
