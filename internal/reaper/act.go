package reaper

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// requestsInFlight is how many change requests a group has under way at once:
// the next one is on its way while one is answered.
const requestsInFlight = 2

// bulkSwitch says whether changes go one by one.
type bulkSwitch struct{ off atomic.Bool }

// actor carries the changes of one group to the API.
type actor struct {
	*sweep
	places places
	group  string
	remain int // executions that this sweep leaves in it

	mu        sync.Mutex
	refusals  int            // 400s in a row
	pending   []*task        // sent, to be watched
	abandoned error          // why the group is given up
	outcomes  []audit.Record // not yet written
}

// task is one row on its way: the change that is sent next or was sent last.
type task struct {
	row    *Row
	target workload.Status
	// doubt is why it is not known whether the API took the change; the next
	// listing tells. nil: it took it.
	doubt error
	// unsure tells that a request which may have been carried out asked for the
	// target before: what the next answer says may be the consequence of that.
	unsure bool
}

// places bound how many groups are at work at once. A group that only waits for
// what it has sent gives its place to another.
type places chan struct{}

func (p places) take() { p <- struct{}{} }
func (p places) give() { <-p }

// actAll carries the plan out, some groups at a time. An error ends the sweep.
func (s *sweep) actAll(ctx context.Context) error {
	total := 0
	for _, v := range s.surveys {
		total += v.planned()
	}
	done := newCounter(func(n int) { s.progress("stopping and deleting", n, total) })
	places := make(places, max(1, s.Concurrency))
	var acting sync.WaitGroup
	for _, v := range s.surveys {
		if n := v.planned(); n > 0 {
			acting.Go(func() {
				defer done.add(n)
				places.take()
				defer places.give()
				a := &actor{sweep: s, places: places, group: v.group.ID, remain: v.listed - n}
				a.run(ctx, a.tasks(v))
			})
		}
	}
	acting.Wait() // each action's outcome stays with its row
	return s.stop(ctx)
}

// tasks are the planned rows of a group, oldest first.
func (a *actor) tasks(v *survey) []*task {
	all := make([]task, v.planned())
	tasks := make([]*task, 0, len(all))
	for i := range v.rows {
		if r := &v.rows[i]; r.Outcome == Planned {
			t := &all[len(tasks)]
			t.row, t.target = r, firstTarget(r.Action)
			tasks = append(tasks, t)
		}
	}
	slices.SortFunc(tasks, func(x, y *task) int {
		return cmp.Or(cmp.Compare(y.row.Age, x.row.Age), strings.Compare(x.row.Execution.ID, y.row.Execution.ID))
	})
	return tasks
}

// firstTarget is what is asked for first: an active execution is never sent as
// DELETED, also where it is to be deleted once it has stopped.
func firstTarget(action policy.Action) workload.Status {
	if action == policy.Delete {
		return workload.Deleted
	}
	return workload.Stopped
}

// run sends the changes of a group and watches until they are done, deleting
// what it stopped to delete as soon as it has stopped.
func (a *actor) run(ctx context.Context, tasks []*task) {
	a.send(ctx, tasks)
	a.verify(ctx)
}

// send sends the changes in batches. It returns when every task has an outcome
// or is pending.
func (a *actor) send(ctx context.Context, tasks []*task) {
	var g errgroup.Group
	g.SetLimit(requestsInFlight)
	for batch := range slices.Chunk(tasks, a.batchSize()) {
		g.Go(func() error {
			a.sendBatch(ctx, batch)
			a.flushOutcomes()
			return nil
		})
	}
	_ = g.Wait()
}

func (a *actor) batchSize() int { return min(max(1, a.BatchSize), aiapi.MaxBatch) }

// stop says why nothing more may be sent for this group, if so.
func (a *actor) stop(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.abandoned != nil {
		return a.abandoned
	}
	return a.sweep.stop(ctx)
}

// abandon gives the group up: nothing more is sent for it.
func (a *actor) abandon(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.abandoned == nil {
		a.abandoned = err
	}
}

// watch puts tasks among those that the next listings are held against.
func (a *actor) watch(tasks ...*task) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pending = append(a.pending, tasks...)
}
