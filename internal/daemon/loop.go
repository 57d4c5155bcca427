package daemon

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/schedule"
)

// loop sweeps for the policies that are due, until ctx ends. While it sweeps,
// other policies may become due, or the same ones again: they run once after it.
func (d *Daemon) loop(ctx context.Context) {
	inForce := d.current()
	plan := d.planFrom(inForce, d.Now())
	if inForce.CatchUp {
		d.sweep(ctx, inForce, namesOf(inForce))
	}
	for ctx.Err() == nil {
		if c := d.current(); c != inForce {
			inForce = c
			plan = d.planFrom(c, d.Now())
		}
		due := plan.due(d.Now())
		if len(due) == 0 {
			d.wait(ctx, plan)
			continue
		}
		if late := plan.late(due, d.Now()); len(late) > 0 {
			d.Log.Info("due while another sweep was running; run once now", zap.Strings("policies", late))
		}
		plan.passed(due, d.Now())
		d.show(plan)
		d.sweep(ctx, inForce, due)
	}
}

// wait waits until a policy is due, the config has changed, or ctx ends.
func (d *Daemon) wait(ctx context.Context, p *timetable) {
	d.show(p)
	var alarm <-chan time.Time
	if at, ever := p.earliest(); ever {
		timer := time.NewTimer(max(0, at.Sub(d.Now())))
		defer timer.Stop()
		alarm = timer.C
	}
	select {
	case <-alarm:
	case <-d.reloaded:
	case <-ctx.Done():
	}
}

// sweep runs one sweep and takes its report. A panic is the end of that sweep,
// not of the daemon.
func (d *Daemon) sweep(ctx context.Context, c *config.Config, policies []string) {
	d.mu.Lock()
	d.begun = d.Now()
	d.mu.Unlock()
	swept := d.guarded(ctx, c, policies)
	d.mu.Lock()
	d.begun = time.Time{}
	d.history.add(swept)
	d.mu.Unlock()
	d.logReport(swept)
}

func (d *Daemon) guarded(ctx context.Context, c *config.Config, policies []string) (swept *report.Report) {
	started := d.Now()
	defer func() {
		if fault := recover(); fault != nil {
			d.Log.Error("a sweep panicked: this is a fault of the program; the next one runs as planned", zap.Any("fault", fault), zap.ByteString("stack", debug.Stack()))
			mode := report.DryRun
			if c.Enforce {
				mode = report.Enforce
			}
			swept = &report.Report{Mode: mode, StartedAt: started, FinishedAt: d.Now(), Result: report.ResultFailed, Cause: fmt.Errorf("panic: %v", fault)}
		}
	}()
	return d.Sweep(ctx, c, policies)
}

func (d *Daemon) logReport(r *report.Report) {
	stopped, deleted, failed, deferred := 0, 0, 0, 0
	for _, p := range r.Policies {
		stopped, deleted, failed, deferred = stopped+p.Stopped, deleted+p.Deleted, failed+p.Failed, deferred+p.Deferred
	}
	log := d.Log.Info
	if r.Result != report.ResultOK {
		log = d.Log.Warn
	}
	log("swept", zap.String("sweep", r.Sweep), zap.String("mode", string(r.Mode)), zap.String("result", string(r.Result)),
		zap.Int("stopped", stopped), zap.Int("deleted", deleted), zap.Int("failed", failed), zap.Int("deferred", deferred),
		zap.Duration("took", r.FinishedAt.Sub(r.StartedAt)), zap.String("error", r.Error()))
	for _, g := range r.Groups {
		if g.Error != "" {
			d.Log.Warn("resource group", zap.String("resourceGroup", g.ID), zap.String("result", string(g.Result)), zap.String("error", g.Error))
		}
	}
}

func (d *Daemon) show(p *timetable) {
	next := p.next()
	d.Metrics.SetNext(next)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next = next
}

// stuckAfter is how long a sweep may take, at least, before it counts as stuck.
const stuckAfter = time.Hour

// stuck tells whether the sweep that runs has been running for too long.
func (d *Daemon) stuck() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.begun.IsZero() && d.Now().Sub(d.begun) > max(stuckAfter, 4*d.config.StopTimeout)
}

func namesOf(c *config.Config) []string {
	names := make([]string, len(c.Set.Policies))
	for i := range c.Set.Policies {
		names[i] = c.Set.Policies[i].Name
	}
	return names
}

// timetable says when each policy is next due.
type timetable struct{ rows []timetableRow }

type timetableRow struct {
	policy   string
	schedule schedule.Schedule
	at       time.Time
	ever     bool
}

// planFrom makes the timetable of a config; policies without a schedule are
// never due. Schedules have been checked when the config was read.
func (d *Daemon) planFrom(c *config.Config, now time.Time) *timetable {
	t := &timetable{}
	for i := range c.Set.Policies {
		if c.Schedules[i] == "" {
			continue
		}
		s, err := schedule.Parse(c.Schedules[i], c.Location)
		if err != nil {
			d.Log.Error("schedule", zap.String("policy", c.Set.Policies[i].Name), zap.Error(err))
			continue
		}
		at, ever := s.Next(now)
		t.rows = append(t.rows, timetableRow{c.Set.Policies[i].Name, s, at, ever})
	}
	return t
}

// due are the policies whose time has come.
func (t *timetable) due(now time.Time) []string {
	var names []string
	for _, r := range t.rows {
		if r.ever && !r.at.After(now) {
			names = append(names, r.policy)
		}
	}
	return names
}

// noticeable is how late a policy is run before that is said.
const noticeable = 2 * time.Second

// late are those of the policies named whose time came a while ago.
func (t *timetable) late(names []string, now time.Time) []string {
	var late []string
	for _, r := range t.rows {
		if slices.Contains(names, r.policy) && now.Sub(r.at) > noticeable {
			late = append(late, r.policy)
		}
	}
	return late
}

// passed takes the times of the policies named as used, however many have passed.
func (t *timetable) passed(names []string, now time.Time) {
	for i := range t.rows {
		if r := &t.rows[i]; slices.Contains(names, r.policy) {
			r.at, r.ever = r.schedule.Next(now)
		}
	}
}

func (t *timetable) earliest() (at time.Time, ever bool) {
	for _, r := range t.rows {
		if r.ever && (!ever || r.at.Before(at)) {
			at, ever = r.at, true
		}
	}
	return at, ever
}

func (t *timetable) next() map[string]time.Time {
	next := make(map[string]time.Time)
	for _, r := range t.rows {
		if r.ever {
			next[r.policy] = r.at
		}
	}
	return next
}
