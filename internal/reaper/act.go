package reaper

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// requestsInFlight is how many bulk requests a group sends concurrently: the next
// one is sent while the API handles the first.
const requestsInFlight = 2

// actor carries out the plan of one group. It changes only its gate.
type actor struct {
	*sweep
	plan   *groupPlan
	gate   *gate
	remain int // how many executions this sweep leaves in the group
}

// semaphore limits how many groups work concurrently. A group that only waits for
// its changes lets another one work.
type semaphore chan struct{}

func (s semaphore) acquire() { s <- struct{}{} }
func (s semaphore) release() { <-s }

// actAll carries out the plans, some groups at a time. An error means that the
// sweep ended early.
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
			places.acquire() // before Go, so that a group has no goroutine before its turn
			acting.Go(func() error {
				defer progress(n)
				defer places.release()
				a := &actor{sweep: s, plan: p, gate: new(gate), remain: p.listed - n}
				a.run(ctx, places, done[i])
				return nil
			})
		}
	}
	_ = acting.Wait() // each result holds its own error
	return done, s.halted(ctx)
}

// run sends the changes of a group and waits until they are done. It also deletes
// what it stopped for stop-then-delete.
func (a *actor) run(ctx context.Context, places semaphore, d *groupDone) {
	sent := a.send(ctx, a.changes(d))
	a.take(d, sent)
	a.verify(ctx, places, d, sent.pending)
	d.gaveUp = a.gate.err()
}

// take records the changes that have an outcome.
func (a *actor) take(d *groupDone, r *replies) {
	for _, e := range r.ended {
		d.results.Set(e.row, e.done)
	}
	a.auditOutcomes(r.ended)
}

// changes returns the first change for each row of a group's plan, oldest first.
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

// send sends changes, in batches if the bulk call accepts them.
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

// sendBatch sends one batch. Before that it checks the assertions, archives
// copies and writes the audit log.
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
	singly, inBulk := a.split(batch) // Learned may have changed meanwhile
	for part := range slices.Chunk(inBulk, a.batchSize()) {
		a.sendBulk(ctx, part, r)
	}
	a.sendSingly(ctx, singly, nil, r)
}

// split separates changes for single calls from changes for the bulk call.
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

// halted returns why nothing more may be sent for this group, nil while more may
// be sent.
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
