package daemon

import (
	"context"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/daemon/page"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
)

// job is the current work of the daemon. There is only one at a time.
type job struct {
	kind     string // checking, looking, sweeping or explaining; "" if none
	began    time.Time
	policies []string // of a sweep
	question *question
	cancel   context.CancelFunc
}

// The kinds of jobs, as pages show them.
const (
	checking   = "checking the credentials"
	looking    = "looking"
	sweeping   = "sweeping"
	explaining = "explaining"
)

// result is how a job ended.
type result struct {
	report   *report.Report // of a sweep or a look
	err      error          // of a check or an explanation
	answer   policy.Explanation
	panicked bool
}

// begin starts the next job that is due, unless a job is running. Checking the
// credentials comes first, because nothing works without them; then sweeps; then
// jobs that only inform.
func (l *loop) begin(ctx context.Context) {
	now := l.wall()
	due := l.table.due(now)
	if l.job.kind == explaining && len(due) > 0 {
		l.job.cancel() // a sweep must not wait for a page
	}
	if l.job.kind != "" {
		return
	}
	switch {
	case l.unready == notYet:
		l.start(ctx, checking, l.check)
	case l.catchUp || len(due) > 0:
		l.sweep(ctx, due)
	case !l.recheck.IsZero() && !l.recheck.After(now):
		l.start(ctx, checking, l.check)
	case l.recheck.IsZero() && l.table.observe.due(now):
		l.start(ctx, looking, l.look)
	case len(l.asked) > 0 && !l.answered.Add(betweenQuestions).After(now):
		l.explain(ctx)
	}
}

// sweep starts a sweep for the policies that are due, or for all if catchUp is
// pending.
func (l *loop) sweep(ctx context.Context, due []string) {
	now := l.wall()
	if late := l.table.late(now); len(late) > 0 {
		l.Log.Info("run late: due while another sweep was running, or while the machine slept", zap.Strings("policies", late))
	}
	if l.catchUp {
		due, l.catchUp = namesOf(l.inForce.Config()), false
	}
	slots := l.table.slots(now)
	l.table.pass(now)
	t := l.inForce
	l.start(ctx, sweeping, func(ctx context.Context) result {
		r, _ := t.Sweep(ctx, tenant.Request{Policies: due, Slots: slots, Notify: true, Progress: l.tell}) // the error has been logged
		return result{report: r}
	})
	l.job.policies = due
}

func (l *loop) check(ctx context.Context) result { return result{err: l.inForce.CheckToken(ctx)} }

func (l *loop) look(ctx context.Context) result {
	r, err := l.inForce.Observe(ctx, l.tell)
	return result{report: r, err: err}
}

// start starts a job. A panic ends the job, not the daemon.
func (l *loop) start(ctx context.Context, kind string, work func(context.Context) result) {
	ctx, cancel := context.WithCancel(ctx)
	l.job = job{kind: kind, began: l.wall(), cancel: cancel}
	go func() {
		var r result
		if fault := l.guard(kind, func() { r = work(ctx) }); fault != nil {
			r = result{err: fault, panicked: true}
		}
		l.ended <- r
	}()
}

// tell stores the progress of a job for the pages.
func (d *Daemon) tell(step string, done, total int) {
	d.progress.Store(&page.Progress{Step: step, Done: done, Total: total})
}

// end handles the result of the job.
func (l *loop) end(r result) {
	ended := l.job
	ended.cancel()
	l.job = job{}
	l.progress.Store(nil)
	if fault := l.guard("taking the result of "+ended.kind, func() { l.take(ended, r) }); fault != nil {
		now := l.wall() // else it would begin again at once
		l.table.looked(now)
		l.recheck = now.Add(tryAgain)
	}
}

func (l *loop) take(j job, r result) {
	switch j.kind {
	case checking:
		l.takeCheck(r)
	case looking:
		l.takeLook(r)
	case sweeping:
		l.takeSweep(j, r)
	case explaining:
		l.takeAnswer(j, r)
	}
}

// namesOf returns the names of all policies of a config.
func namesOf(c *config.Config) []string {
	names := make([]string, len(c.Set.Policies))
	for i := range c.Set.Policies {
		names[i] = c.Set.Policies[i].Name
	}
	return names
}
