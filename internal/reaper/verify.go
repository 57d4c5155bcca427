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

// Verifying lists after firstLook and then at intervals that grow up to slowestLook.
// A look is given shortestLook, whatever is left of stopTimeout.
const (
	firstLook    = 500 * time.Millisecond
	slowestLook  = 15 * time.Second
	shortestLook = time.Second
)

// wait is how far the wait for a group's changes has come.
type wait struct {
	pending  []change // sent, and not seen done
	stopped  []change // seen STOPPED, and to be deleted in a full batch
	deadline time.Time
	next     time.Duration // until the next look
	took     time.Duration // by the last look
}

func (a *actor) newWait(pending, stopped []change) wait {
	return wait{pending: pending, stopped: stopped, deadline: a.Now().Add(a.StopTimeout), next: firstLook}
}

// verify lists the group until everything that was sent is seen done, or
// stopTimeout has passed since something was sent last. What stopped in order to
// be deleted is deleted on the way, in full batches, and the rest at the end.
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

// rest waits for the next look, and reports whether it is the last within
// stopTimeout. Another group works meanwhile.
func (a *actor) rest(ctx context.Context, places semaphore, w *wait) (last bool) {
	left := w.deadline.Sub(a.Now()) - w.took // the last look is within stopTimeout, too
	pause := max(0, min(w.next, left))
	w.next = min(2*w.next, slowestLook)
	places.release()
	defer places.acquire()
	_ = a.Sleep(ctx, pause) // the end of ctx is looked at by the caller
	return left <= pause
}

// look is what one listing shows.
type look struct {
	pending []change
	stopped []change // to be deleted in a later batch
	again   []change // to be deleted now: a plan made afresh from this listing wants it
	ended   []ending
}

// look lists the group and holds what is pending against it. A listing that cannot
// be had proves nothing, so everything stays as it is.
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

// find returns where the executions that are awaited stand in a listing.
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

// judgeAll holds each pending change against a listing.
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

// deleteStopped decides which of the stopped ones are deleted now: full batches
// while others are awaited, so that no more requests go out than need be, then
// all. Only what a plan made afresh from this listing wants, too, is deleted; the
// rest is left to the next sweep.
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
	fresh := a.Policies.Plan(policy.Input{ // what was not known then stays unknown
		Group: a.plan.group, Executions: listed, Now: a.Now(), Facts: a.plan.facts, Elsewhere: a.plan.twice.has,
	})
	again, kept := a.plan.condemnAgain(fresh, listed, rows)
	for _, c := range again {
		l.again = append(l.again, change{condemned: c.following(at[c.row].condemned)})
		delete(at, c.row)
	}
	for row, c := range at { // kept by the new plan, or gone meanwhile
		done := report.Done{Outcome: report.Verified, Stopped: true, Freed: c.freed, Error: kept[row], Call: c.call}
		if kept[row] == "" {
			done.Error = "stopped; it was gone before it could be deleted: somebody else deleted it"
		}
		l.ended = append(l.ended, ending{change: c, done: done})
	}
}

// giveUp ends the wait: the API took what is pending, but it was not seen done.
func (a *actor) giveUp(ctx context.Context, w wait) (ended []ending) {
	why := errNotSeen
	if ctx.Err() != nil {
		why = report.ErrInterrupted
	}
	for _, c := range w.pending {
		done := report.Done{Outcome: report.Accepted, Class: report.ClassTimeout, Stopped: c.afterStop, Freed: c.freed}
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

// verdict is what a listing says of a change.
type verdict int

const (
	stillWaiting verdict = iota
	toDelete
	atItsEnd
)

// judge holds a change against what a complete listing shows of its execution, nil
// where it is no longer there.
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

// stopped takes a stop that is done.
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

// refused reports whether the API clearly said no, so that what happened all the
// same is somebody else's doing.
func (c *change) refused() bool {
	return c.doubt != nil && !c.unsure && !aiapi.MaybeApplied(c.doubt)
}

// applied reports whether a listing shows that the API took a change after all.
func applied(c *change, e *workload.Execution) bool {
	return e.TargetStatus == c.target || c.target == workload.Stopped && e.Status == workload.Stopped
}
