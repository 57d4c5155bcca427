package daemon

import (
	"context"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/daemon/page"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// loop owns the tenant in force and all state of the daemon. It runs in one
// goroutine. Long work is a job in its own goroutine, one at a time. Between jobs
// the loop replaces and closes tenants.
type loop struct {
	*Daemon
	inForce Tenant
	pending Tenant // of a reloaded config, in force once the job has ended; nil: none
	table   *timetable
	clock   watch

	job     job // the running job; zero if none
	ended   chan result
	catchUp bool // every policy must still run once

	recheck time.Time // when the credentials are checked next; zero: they are good
	unready string    // why the daemon cannot work; "": it can

	asked    []*question
	answered time.Time // when the last question was answered

	reload  error // why the newest config is not in force
	newest  *report.Report
	swept   *report.Report
	history page.History
}

func newLoop(d *Daemon, first Tenant) (*loop, error) {
	now := d.wall()
	table, err := newTimetable(first.Config(), nil, now)
	if err != nil {
		return nil, err
	}
	table.look(now)
	return &loop{
		Daemon: d, inForce: first, table: table, ended: make(chan result, 1),
		catchUp: first.Config().CatchUp, recheck: now, unready: notYet,
	}, nil
}

// wall returns the wall clock time, without Go's monotonic clock reading, which
// does not change when the clock is set.
func (d *Daemon) wall() time.Time { return d.Now().Round(0) }

// run runs the loop until ctx ends and the running job has ended.
func (l *loop) run(ctx context.Context) {
	defer func() { l.inForce.Close() }()
	for {
		l.swap()
		l.begin(ctx)
		l.show()
		timer := time.NewTimer(l.wait())
		select {
		case <-timer.C:
		case r := <-l.ended:
			l.end(r)
		case answer := <-l.reloads:
			answer <- l.read()
		case q := <-l.questions:
			l.ask(q)
		case <-ctx.Done():
			timer.Stop()
			l.finish()
			return
		}
		timer.Stop()
		l.lookAtClock()
	}
}

// finish waits for the running job. Its context has already ended.
func (l *loop) finish() {
	if l.job.kind != "" {
		l.end(<-l.ended)
	}
	if l.pending != nil {
		l.pending.Close()
	}
}

// swap puts the pending tenant in force if no job is running.
func (l *loop) swap() {
	if l.pending == nil || l.job.kind != "" {
		return
	}
	l.inForce.Close()
	l.inForce, l.pending = l.pending, nil
	l.recheck = l.wall() // the credentials may have changed
}

// wait returns the time until something is due, at most half a minute, so that
// the clock is checked.
func (l *loop) wait() time.Duration {
	if l.job.kind != "" {
		return lookAtClock
	}
	now, wait := l.wall(), lookAtClock
	soonest := func(at time.Time) { wait = max(0, min(wait, at.Sub(now))) }
	for _, s := range l.table.policies {
		if s.ever {
			soonest(s.at)
		}
	}
	switch {
	case !l.recheck.IsZero():
		soonest(l.recheck)
	case l.table.observe.ever:
		soonest(l.table.observe.at)
	}
	if len(l.asked) > 0 {
		soonest(l.answered.Add(betweenQuestions))
	}
	return wait
}

// lookAtClock adjusts the timetable if the clock was set.
func (l *loop) lookAtClock() {
	now := l.wall()
	switch by := l.clock.jumped(now, time.Now()); {
	case by < 0:
		l.Log.Warn("the clock was set back: schedules go by it from now on", zap.Duration("by", -by))
		l.table.setBack(-by, now)
		l.answered = time.Time{}
		if !l.recheck.IsZero() {
			l.recheck = now
		}
	case by > 0:
		l.Log.Warn("the clock was set forward, or the machine was suspended: what came due in between is run once", zap.Duration("by", by))
	}
}
