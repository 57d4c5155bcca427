package daemon

import (
	"errors"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// takeLook handles the report of a look.
func (l *loop) takeLook(r result) {
	now := l.wall()
	l.table.looked(now)
	switch {
	case r.report == nil:
		l.notReady(r.err.Error())
	case l.reached(r.report):
		l.newest = r.report
		l.ready()
		return
	}
	if l.newest == nil || l.unready != "" { // there is nothing to show, or nothing true: do not wait for the schedule
		l.table.look(now.Add(tryAgain))
	}
}

// takeSweep handles the report of a sweep. A sweep of all policies also counts as
// a look.
func (l *loop) takeSweep(j job, r result) {
	now := l.wall()
	if r.panicked {
		r.report = l.failed(j, r.err, now)
		defer l.Metrics.Observe(r.report)
	}
	l.history = l.history.With(r.report, l.inForce.Config().Location)
	l.logSweep(r.report)
	if !l.reached(r.report) {
		return
	}
	l.newest, l.swept = r.report, r.report
	l.ready()
	if len(j.policies) == len(l.inForce.Config().Set.Policies) {
		l.table.looked(now)
	}
}

// reached reports whether a sweep reached the resource groups. If not, its error
// is why the daemon is not ready, unless the sweep was interrupted.
func (l *loop) reached(r *report.Report) bool {
	if r.Cause == nil || len(r.Groups) > 0 {
		return true
	}
	if !errors.Is(r.Cause, report.ErrInterrupted) {
		l.notReady(r.Error())
	}
	return false
}

// failed returns the report of a sweep that a fault of this program ended.
func (l *loop) failed(j job, fault error, now time.Time) *report.Report {
	r := &report.Report{Mode: report.DryRun, Result: report.ResultFailed, Cause: fault, StartedAt: j.began, FinishedAt: now, Faults: []string{fault.Error()}}
	if l.inForce.Config().Enforce {
		r.Mode = report.Enforce
	}
	for _, name := range j.policies {
		r.Policies = append(r.Policies, report.Policy{Name: name, Mode: r.Mode})
	}
	return r
}
