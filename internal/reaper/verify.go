package reaper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Verifying lists first after firstLook and then at intervals that grow up to
// slowestLook. A listing may always take shortestLook, even if less is left of
// stopTimeout.
const (
	firstLook    = 500 * time.Millisecond
	slowestLook  = 15 * time.Second
	shortestLook = time.Second
)

// wait is the state of waiting for a group's changes.
type wait struct {
	pending  []change // sent but not seen done
	stopped  []change // seen STOPPED, to be deleted in a full batch
	deadline time.Time
	next     time.Duration // until the next look
	took     time.Duration // the time that the last look took
}

func (a *actor) newWait(pending, stopped []change) wait {
	return wait{pending: pending, stopped: stopped, deadline: a.Now().Add(a.StopTimeout), next: firstLook}
}

// verify lists the group until everything sent is seen done, or until stopTimeout
// has passed since the last request. Meanwhile it deletes stopped executions of
// stop-then-delete, in full batches, and the remaining ones at the end.
func (a *actor) verify(ctx context.Context, places semaphore, d *groupDone, pending []change) {
	w := a.newWait(pending, nil)
	for len(w.pending) > 0 {
		last := a.rest(ctx, places, &w)
		seen := a.look(ctx, d, &w, last)
		w.pending, w.stopped = seen.pending, seen.stopped
		if ctx.Err() != nil || last {
			seen.ended = append(seen.ended, a.giveUp(ctx, w)...)
			w.pending, w.stopped = nil, nil
		}
		a.take(d, &replies{ended: seen.ended})
		if len(seen.again) > 0 {
			sent := a.send(ctx, seen.again)
			a.take(d, sent)
			w = a.newWait(append(w.pending, sent.pending...), w.stopped)
		}
	}
}

// rest waits for the next look, and reports whether that is the last one within
// stopTimeout. Another group can work meanwhile.
func (a *actor) rest(ctx context.Context, places semaphore, w *wait) (last bool) {
	left := w.deadline.Sub(a.Now()) - w.took // the last look must also fit into stopTimeout
	pause := max(0, min(w.next, left))
	w.next = min(2*w.next, slowestLook)
	places.release()
	defer places.acquire()
	_ = a.Sleep(ctx, pause) // the caller checks ctx
	return left <= pause
}

// look is the result of one listing.
type look struct {
	pending []change
	stopped []change // to be deleted in a later batch
	again   []change // to be deleted now: a new plan from this listing wants it
	ended   []ending
}

// look lists the group and checks the pending changes. If the listing fails,
// nothing is known and all changes stay pending.
func (a *actor) look(ctx context.Context, d *groupDone, w *wait, last bool) look {
	begun := a.Now()
	within, cancel := context.WithTimeout(ctx, max(shortestLook, w.deadline.Sub(begun)))
	defer cancel()
	listing, err := a.list(within, a.plan.group.ID)
	w.took = a.Now().Sub(begun)
	if err != nil {
		return look{pending: w.pending, stopped: w.stopped}
	}
	defer listing.Release()
	index := a.find(listing.Executions, w)
	hidden := a.unproven(within, listing, index, w.pending)
	l := a.judgeAll(w, listing.Executions, index, hidden)
	a.deleteStopped(ctx, &l, listing.Executions, last)
	d.newest, d.listed = a.restock(d, l.ended, listing.Executions), len(listing.Executions)
	return l
}

// find returns the indices in a listing of the executions that are awaited, by
// id.
func (a *actor) find(listed []workload.Execution, w *wait) map[string]int {
	index := make(map[string]int, len(w.pending)+len(w.stopped))
	for _, changes := range [][]change{w.pending, w.stopped} {
		for _, c := range changes {
			index[a.id(c)] = -1
		}
	}
	for i := range listed {
		if _, awaited := index[listed[i].ID]; awaited {
			index[listed[i].ID] = i
		}
	}
	return index
}

// judgeAll checks each pending change against a listing.
func (a *actor) judgeAll(w *wait, listed []workload.Execution, index map[string]int, hidden map[string]bool) look {
	l := look{stopped: w.stopped}
	for _, c := range w.pending {
		id := a.id(c)
		var e *workload.Execution
		if i := index[id]; i >= 0 {
			e = &listed[i]
		}
		verdict, done, why := stillWaiting, report.Done{}, error(nil)
		if !hidden[id] {
			verdict, done, why = a.judge(&c, e)
		}
		switch verdict {
		case stillWaiting:
			l.pending = append(l.pending, c)
		case toDelete:
			l.stopped = append(l.stopped, c)
		case atItsEnd:
			if why != nil {
				done.Error = why.Error()
			}
			done.Call = c.call
			l.ended = append(l.ended, ending{c, done, why})
		}
	}
	return l
}

// deleteStopped decides which stopped executions to delete now: only full batches
// while others are awaited, to save requests, and at the end all. It deletes only
// those that a new plan from this listing also wants. The others are left to the
// next sweep.
func (a *actor) deleteStopped(ctx context.Context, l *look, listed []workload.Execution, last bool) {
	due := len(l.stopped)
	if len(l.pending) > 0 && !last {
		due -= due % a.batchSize()
	}
	if due == 0 || ctx.Err() != nil {
		return
	}
	rows := make(map[string]int, due)
	at := make(map[int]change, due)
	for _, c := range l.stopped[:due] {
		rows[a.id(c)], at[c.row] = c.row, c
	}
	l.stopped = l.stopped[due:]
	fresh := a.Policies.Plan(policy.Input{ // facts that were unknown then stay unknown
		Group: a.plan.group, Executions: listed, Now: a.Now(), Facts: a.plan.facts, Elsewhere: a.plan.twice.has,
	})
	again, kept := a.plan.condemnAgain(fresh, listed, rows)
	for _, c := range again {
		l.again = append(l.again, change{condemned: c.following(at[c.row].condemned)})
		delete(at, c.row)
	}
	for row, c := range at { // kept by the new plan, or already gone
		done := report.Done{Outcome: report.Verified, Stopped: true, Freed: c.freed, Error: kept[row], Call: c.call}
		if kept[row] == "" {
			done.Error = "stopped; it was gone before it could be deleted: somebody else deleted it"
		}
		l.ended = append(l.ended, ending{change: c, done: done})
	}
}

// giveUp ends the wait: the API accepted the pending changes, but they were not
// seen done.
func (a *actor) giveUp(ctx context.Context, w wait) (ended []ending) {
	why, class := errNotSeen, report.ClassTimeout
	if ctx.Err() != nil {
		why, class = report.ErrInterrupted, report.ClassInterrupted
	}
	for _, c := range w.pending {
		done := report.Done{Outcome: report.Accepted, Class: class, Stopped: c.afterStop, Freed: c.freed}
		cause := why
		if c.doubt != nil {
			done.Outcome, done.Class, cause = report.Failed, classOf(c.doubt), fmt.Errorf("what became of it could not be seen: %w", c.doubt)
		}
		done.Call, done.Error = c.call, cause.Error()
		ended = append(ended, ending{c, done, cause})
	}
	for _, c := range w.stopped {
		done := report.Done{Outcome: report.Verified, Stopped: true, Freed: c.freed, Call: c.call, Error: "stopped; its deletion is left to the next sweep"}
		ended = append(ended, ending{change: c, done: done})
	}
	return ended
}

var (
	errNotSeen   = errors.New("accepted, but not seen done within stopTimeout; the next sweep goes on with it")
	errGone      = errors.New("gone before it was seen STOPPED: somebody else deleted it")
	errOvertaken = errors.New("somebody else had asked for its deletion as soon as it had stopped")
	errEnded     = errors.New("it ended by itself before the stop took; nothing counts as stopped")
)

// following returns the deletion that follows a stop.
func (c condemned) following(stop condemned) condemned {
	c.afterStop, c.freed = true, stop.freed
	return c
}

// verdict is what a listing shows about a change.
type verdict int

const (
	stillWaiting verdict = iota
	toDelete
	atItsEnd
)

// judge compares a change with its execution in a complete listing. e is nil if
// the execution no longer exists.
func (a *actor) judge(c *change, e *workload.Execution) (verdict, report.Done, error) {
	stop := c.target == workload.Stopped
	before := report.Done{Stopped: c.afterStop, Freed: c.freed}
	switch {
	case e == nil && (stop || c.refused()):
		before.Outcome = report.Gone
		return atItsEnd, before, errGone
	case e == nil:
		before.Outcome, before.Deleted = report.Verified, true
		return atItsEnd, before, nil
	case stop && e.Status.Ended() && (e.Status != workload.Stopped || c.refused()):
		return atItsEnd, report.Done{Outcome: report.Ended}, errEnded
	case c.doubt != nil && (c.refused() || !applied(c, e)):
		before.Outcome, before.Class = outcomeOf(c.doubt), classOf(c.doubt)
		return atItsEnd, before, c.doubt
	}
	c.doubt = nil
	if stop && e.Status == workload.Stopped {
		return a.stopped(c, e)
	}
	return stillWaiting, report.Done{}, nil
}

// stopped handles a stop that is done.
func (a *actor) stopped(c *change, e *workload.Execution) (verdict, report.Done, error) {
	c.freed = a.plan.table.Status(c.row) == workload.Running
	done := report.Done{Outcome: report.Verified, Stopped: true, Freed: c.freed}
	switch {
	case c.wanted != policy.StopThenDelete:
		return atItsEnd, done, nil
	case e.TargetStatus == workload.Deleted:
		done.Outcome = report.Gone
		return atItsEnd, done, errOvertaken
	}
	return toDelete, done, nil
}

// refused reports whether the API clearly refused the change. If it happened
// anyway, somebody else made it.
func (c *change) refused() bool {
	return c.doubt != nil && !c.unsure && !aiapi.MaybeApplied(c.doubt)
}

// applied reports whether a listing shows that the API carries out the change.
func applied(c *change, e *workload.Execution) bool {
	return e.TargetStatus == c.target || c.target == workload.Stopped && e.Status == workload.Stopped
}
