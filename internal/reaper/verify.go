package reaper

import (
	"context"
	"errors"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Verifying lists after firstLook and then at intervals that grow up to slowestLook.
const (
	firstLook   = 500 * time.Millisecond
	slowestLook = 15 * time.Second
)

// verify lists the group until everything that was sent is seen done or
// stopTimeout has passed since the last request; what stopped in order to be
// deleted is deleted on the way, in full batches, and the rest at the end.
func (a *actor) verify(ctx context.Context) {
	deadline, wait := a.Now().Add(a.StopTimeout), firstLook
	var stopped []*task
	for len(a.pending) > 0 || len(stopped) > 0 {
		stopped = append(stopped, a.lookAfter(ctx, wait, deadline)...)
		a.flushOutcomes()
		due := a.due(stopped)
		if len(due) == 0 {
			wait = min(2*wait, slowestLook)
			continue
		}
		stopped = stopped[len(due):]
		a.send(ctx, due)
		deadline, wait = a.Now().Add(a.StopTimeout), firstLook
	}
}

// lookAfter waits, but not beyond the deadline, and looks. At the deadline, or
// when the sweep is told to end, what is still pending is given up.
func (a *actor) lookAfter(ctx context.Context, wait time.Duration, deadline time.Time) (stopped []*task) {
	if len(a.pending) == 0 {
		return nil
	}
	left := deadline.Sub(a.Now())
	if a.rest(ctx, min(wait, max(0, left))) == nil {
		stopped = a.look(ctx)
	}
	if ctx.Err() != nil {
		a.giveUp(ErrInterrupted)
	} else if left <= wait {
		a.giveUp(errNotSeen)
	}
	return stopped
}

// rest waits, and lets another group work meanwhile.
func (a *actor) rest(ctx context.Context, d time.Duration) error {
	a.places.give()
	defer a.places.take()
	return a.Sleep(ctx, d)
}

// due is what of the stopped ones is deleted now: full batches while others are
// awaited, so that no more requests go out than need be, then all.
func (a *actor) due(stopped []*task) []*task {
	n := len(stopped)
	if len(a.pending) > 0 {
		n -= n % a.batchSize()
	}
	for _, t := range stopped[:n] {
		t.target, t.unsure = workload.Deleted, false
	}
	return stopped[:n]
}

// giveUp ends the wait: the API took what is pending, but it was not seen done.
func (a *actor) giveUp(why error) {
	for _, t := range a.pending {
		if t.doubt != nil {
			a.finish(t, Failed, failureClass(t.doubt), t.doubt)
			continue
		}
		a.finish(t, Accepted, "timeout", why)
	}
	a.pending = nil
}

var (
	errNotSeen   = errors.New("accepted, but not seen done within stopTimeout; the next sweep goes on with it")
	errGone      = errors.New("gone before it was seen STOPPED: someone else deleted it")
	errOvertaken = errors.New("someone else had asked for its deletion as soon as it had stopped")
)

// look lists the group and finishes what it sees done. It returns the tasks that
// have stopped and are to be deleted now. A listing that cannot be had proves
// nothing, so everything stays pending.
func (a *actor) look(ctx context.Context) (stopped []*task) {
	listing, err := a.API.ListExecutions(ctx, a.group, aiapi.ListOptions{})
	if err != nil {
		return nil
	}
	defer listing.Release()
	seen := a.seen(listing.Executions)
	hidden := a.hidden(ctx, listing, seen)
	waiting := a.pending[:0]
	for _, t := range a.pending {
		if hidden[t.row.Execution.ID] {
			waiting = append(waiting, t)
			continue
		}
		switch a.check(t, seen[t.row.Execution.ID]) {
		case stillWaiting:
			waiting = append(waiting, t)
		case toDelete:
			stopped = append(stopped, t)
		case settled:
		}
	}
	a.pending = waiting
	return stopped
}

// verdict is what a listing says of a task.
type verdict int

const (
	stillWaiting verdict = iota
	toDelete
	settled
)

// check holds a task against what a complete listing shows of its execution,
// nil where it is no longer there.
func (a *actor) check(t *task, e *workload.Execution) verdict {
	switch {
	case e == nil && t.target == workload.Stopped:
		a.finish(t, Gone, "", errGone)
		return settled
	case e == nil:
		t.row.Deleted = true
		a.finish(t, Verified, "", nil)
		return settled
	case t.doubt != nil && !applied(t, e):
		a.finish(t, outcomeOf(t.doubt), failureClass(t.doubt), t.doubt)
		return settled
	}
	t.doubt = nil
	if t.target == workload.Stopped && e.Status.Ended() {
		return a.ended(t, e)
	}
	return stillWaiting
}

// ended takes a stop that is done. An execution that completed or died before
// the stop reached it has given its compute back as well, but not by our doing.
func (a *actor) ended(t *task, e *workload.Execution) verdict {
	t.row.Stopped = e.Status == workload.Stopped
	t.row.Freed = t.row.Execution.Status == workload.Running
	if t.row.Action != policy.StopThenDelete {
		a.finish(t, Verified, "", nil)
		return settled
	}
	if e.TargetStatus == workload.Deleted {
		a.finish(t, Gone, "", errOvertaken)
		return settled
	}
	return toDelete
}

// applied tells from the listing whether the API took a change after all.
func applied(t *task, e *workload.Execution) bool {
	return e.TargetStatus == t.target || t.target == workload.Stopped && e.Status.Ended()
}

// outcomeOf is the outcome of a change that the listing shows was not taken:
// refused where the API said so, else it could not be sent.
func outcomeOf(doubt error) Outcome {
	if e, typed := errors.AsType[*aiapi.Error](doubt); typed && !unavailable(e) {
		return Refused
	}
	return Failed
}
