package reaper

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// requestsInFlight is how many bulk requests a group has under way at once: the
// next one is on its way while one is answered.
const requestsInFlight = 2

// actor carries the plan of one group to the API. It changes nothing but its gate.
type actor struct {
	*sweep
	plan   *groupPlan
	gate   *gate
	remain int // executions that this sweep leaves in the group
}

// change is a condemned execution on its way.
type change struct {
	condemned
	call report.Call
	// doubt is why it is not known what became of it; the next listing says. nil:
	// the API took it.
	doubt error
	// unsure is set where an earlier request that asked for the same may have been
	// carried out: what the next answer says may be the consequence of that.
	unsure bool
}

// ending is a change that is at its end.
type ending struct {
	change
	done report.Done
	why  error
}

// replies collects what sending came to. The zero value is ready.
type replies struct {
	mu      sync.Mutex
	pending []change // taken, or perhaps taken: the next listings say
	ended   []ending
}

func (r *replies) watch(c change, doubt error) {
	c.doubt = doubt
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pending = append(r.pending, c)
}

func (r *replies) end(c change, d report.Done, why error) {
	if why != nil && d.Error == "" {
		d.Error = why.Error()
	}
	d.Call = c.call
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = append(r.ended, ending{c, d, why})
}

// semaphore bounds how many groups are at work at once. A group that only waits
// for what it has sent lets another one work.
type semaphore chan struct{}

func (s semaphore) acquire() { s <- struct{}{} }
func (s semaphore) release() { <-s }

// actAll carries the plans out, some groups at a time. An error ended the sweep.
func (s *sweep) actAll(ctx context.Context, plans []*groupPlan, done []*groupDone) ([]*groupDone, error) {
	total := 0
	for i, p := range plans {
		total += done[i].going(p)
	}
	progress := s.progress("stopping and deleting", total)
	places := make(semaphore, max(1, s.Concurrency))
	var acting parallel.Group
	for i, p := range plans {
		if n := done[i].going(p); n > 0 {
			places.acquire() // here, so that no more goroutines are made than are at work or wait
			acting.Go(func() error {
				defer progress(n)
				defer places.release()
				a := &actor{sweep: s, plan: p, gate: new(gate), remain: p.listed - n}
				a.run(ctx, places, done[i])
				return nil
			})
		}
	}
	_ = acting.Wait() // what became of each stays with it
	return done, s.halted(ctx)
}

// run sends the changes of a group and watches until they are done, deleting what
// it stopped in order to delete.
func (a *actor) run(ctx context.Context, places semaphore, d *groupDone) {
	sent := a.send(ctx, a.changes(d))
	a.take(d, sent)
	a.verify(ctx, places, d, sent.pending)
	d.gaveUp = a.gate.err()
}

// take writes down what is at its end.
func (a *actor) take(d *groupDone, r *replies) {
	for _, e := range r.ended {
		d.results.Set(e.row, e.done)
	}
	a.auditOutcomes(r.ended)
}

// changes are what a group's plan wants first, oldest first.
func (a *actor) changes(d *groupDone) []change {
	t := a.plan.table
	all := make([]change, 0, d.going(a.plan))
	for row := range t.Len() {
		if d.goes(a.plan, row) {
			all = append(all, change{condemned: a.plan.condemn(row)})
		}
	}
	slices.SortFunc(all, func(x, y change) int {
		return cmp.Or(cmp.Compare(t.Age(y.row), t.Age(x.row)), strings.Compare(t.ID(x.row), t.ID(y.row)))
	})
	return all
}

// send sends changes, in batches where the bulk call takes them.
func (a *actor) send(ctx context.Context, changes []change) *replies {
	r := &replies{pending: make([]change, 0, len(changes))}
	singly, inBulk := a.split(changes)
	var g parallel.Group
	g.SetLimit(requestsInFlight)
	for _, kind := range [][]change{inBulk, singly} {
		for batch := range slices.Chunk(kind, a.batchSize()) {
			g.Go(func() error {
				a.sendBatch(ctx, batch, r)
				return nil
			})
		}
	}
	_ = g.Wait()
	return r
}

func (a *actor) batchSize() int {
	return min(max(1, a.BatchSize), aiapi.MaxBatch, a.Learned.mostItems(a.plan.group.ID))
}

// sendBatch sends one batch, asserted, archived and written to the audit log first.
func (a *actor) sendBatch(ctx context.Context, batch []change, r *replies) {
	if err := a.halted(ctx); err != nil {
		a.unsent(batch, err, r)
		return
	}
	batch = a.asserted(batch, r)
	batch = a.archived(ctx, batch, r)
	if len(batch) == 0 {
		return
	}
	if err := a.auditDecisions(batch); err != nil {
		a.gate.giveUp(err)
		a.endAll(batch, report.Done{Outcome: report.Failed, Class: report.ClassAudit}, err, r)
		return
	}
	singly, inBulk := a.split(batch) // more may have been learned meanwhile
	for part := range slices.Chunk(inBulk, a.batchSize()) {
		a.sendBulk(ctx, part, r)
	}
	a.sendSingly(ctx, singly, nil, r)
}

// split divides changes by how they are sent.
func (a *actor) split(changes []change) (singly, inBulk []change) {
	if !slices.ContainsFunc(changes, a.goesSingly) {
		return nil, changes
	}
	for _, c := range changes {
		if a.goesSingly(c) {
			singly = append(singly, c)
		} else {
			inBulk = append(inBulk, c)
		}
	}
	return singly, inBulk
}

func (a *actor) goesSingly(c change) bool {
	switch a.Bulk {
	case BulkNever:
		return true
	case BulkAlways:
		return false
	}
	return a.Learned.anySingle() && a.Learned.single(a.plan.group.ID, a.kind(c))
}

func (a *actor) id(c change) string { return a.plan.table.ID(c.row) }

// asserted returns the batch without what must never be sent. There is nothing of
// the kind unless this program is at fault, so it is said loudly.
func (a *actor) asserted(batch []change, r *replies) []change {
	sound := make([]change, 0, len(batch))
	for _, c := range batch {
		if why := a.unsound(c); why != "" {
			err := fmt.Errorf("a fault of this program, caught before the request was sent: %s of %s in resource group %s: %s", c.target, a.id(c), a.plan.group.ID, why)
			a.faults.add(err.Error())
			r.end(c, report.Done{Outcome: report.Failed, Class: report.ClassAssertion}, err)
			continue
		}
		sound = append(sound, c)
	}
	return sound
}

// unsound is why a change must not be sent, "" where it may.
func (a *actor) unsound(c change) string {
	id := a.id(c)
	switch {
	case !workload.ValidID(id):
		return "its id is not one that the API allows"
	case !workload.ValidGroupID(a.plan.group.ID):
		return "the id of its resource group cannot be sent"
	case a.plan.twice.has(id):
		return "another resource group lists it, too"
	case c.reason != policy.ReasonExpired:
		return "the plan keeps it: " + c.reason.String()
	case c.dryRun || a.Mode != report.Enforce:
		return "it is a dry run"
	case c.target == workload.Stopped && c.status.Active() && (c.wanted == policy.Stop || c.wanted == policy.StopThenDelete):
		return ""
	case c.target == workload.Deleted && c.status.Deletable() && c.wanted == policy.Delete:
		return ""
	}
	return fmt.Sprintf("the plan wants %s, and its status is %s", c.wanted, c.status)
}

// archived keeps a copy of what is about to be deleted, and returns the batch
// without those of which none could be kept.
func (a *actor) archived(ctx context.Context, batch []change, r *replies) []change {
	if a.Archive == nil {
		return batch
	}
	failures := make([]error, len(batch))
	var g parallel.Group
	g.SetLimit(singlesInFlight)
	for i, c := range batch {
		if c.target == workload.Deleted {
			g.Go(func() error {
				failures[i] = a.Archive(ctx, a.plan.group.ID, &a.plan.records[c.row])
				return nil
			})
		}
	}
	_ = g.Wait()
	kept := make([]change, 0, len(batch))
	for i, c := range batch {
		switch {
		case failures[i] == nil:
			kept = append(kept, c)
		case ctx.Err() != nil:
			a.unsent([]change{c}, report.ErrInterrupted, r)
		default:
			r.end(c, report.Done{Outcome: report.Failed, Class: report.ClassArchive}, fmt.Errorf("not deleted, as no copy could be kept: %w", failures[i]))
		}
	}
	return kept
}

// halted is why nothing more may be sent for this group, nil while it may.
func (a *actor) halted(ctx context.Context) error {
	if err := a.gate.err(); err != nil {
		return err
	}
	return a.sweep.halted(ctx)
}

func (a *actor) endAll(changes []change, d report.Done, why error, r *replies) {
	for _, c := range changes {
		r.end(c, d, why)
	}
}
