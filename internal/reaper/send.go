package reaper

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"golang.org/x/sync/errgroup"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// singlesInFlight is how many single calls a batch has under way at once.
const singlesInFlight = 4

// sendBatch sends one batch, archived and written to the audit log first.
func (a *actor) sendBatch(ctx context.Context, batch []*task) {
	if err := a.stop(ctx); err != nil {
		a.unsent(batch, err)
		return
	}
	batch = a.archive(ctx, batch)
	if len(batch) == 0 {
		return
	}
	if err := a.auditDecisions(batch); err != nil {
		a.abandon(err)
		a.fail(batch, "audit", err)
		return
	}
	if a.bulk.off.Load() {
		a.sendSingly(ctx, batch)
	} else {
		a.sendBulk(ctx, batch)
	}
}

// sendBulk sends a batch in one request, and sees to it that an item at fault
// does not take the others with it.
func (a *actor) sendBulk(ctx context.Context, batch []*task) {
	items, err := a.modify(ctx, batch)
	if status(err) == http.StatusBadRequest {
		a.isolate(ctx, batch, err)
		return
	}
	a.settleBulk(ctx, batch, items, err)
}

// settleBulk takes the answer to a bulk request that was not refused as a whole.
func (a *actor) settleBulk(ctx context.Context, batch []*task, items []aiapi.Item, err error) {
	switch {
	case err == nil:
		for i, t := range batch {
			a.settle(t, items[i].Err)
		}
	case errors.Is(err, context.Canceled) && !maybeApplied(err):
		a.unsent(batch, ErrInterrupted)
	case a.Bulk == BulkAuto && noBulkCall(err):
		a.bulk.off.Store(true)
		a.sendSingly(ctx, batch)
	default:
		a.settleWhole(batch, err)
	}
}

// modify is one bulk request, counted where it is refused.
func (a *actor) modify(ctx context.Context, batch []*task) ([]aiapi.Item, error) {
	changes := make([]aiapi.Change, len(batch))
	for i, t := range batch {
		changes[i] = aiapi.Change{ID: t.row.Execution.ID, Target: t.target}
	}
	if a.OnBatch != nil {
		a.OnBatch(len(batch))
	}
	items, err := a.API.Modify(ctx, a.group, changes)
	for _, t := range batch {
		t.unsure = t.unsure || maybeApplied(err)
	}
	a.countRefusal(status(err) == http.StatusBadRequest)
	a.breaker.observe(err)
	return items, err
}

func (a *actor) countRefusal(refused bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.refusals++; !refused {
		a.refusals = 0
	}
}

// sendSingly sends a batch by single calls.
func (a *actor) sendSingly(ctx context.Context, batch []*task) {
	var g errgroup.Group
	g.SetLimit(singlesInFlight)
	for _, t := range batch {
		g.Go(func() error {
			if err := a.stop(ctx); err != nil {
				a.unsent([]*task{t}, err)
				return nil
			}
			a.sendOne(ctx, t)
			return nil
		})
	}
	_ = g.Wait()
}

func (a *actor) sendOne(ctx context.Context, t *task) {
	change := a.API.Stop
	if t.target == workload.Deleted {
		change = a.API.Delete
	}
	err := change(ctx, a.group, t.row.Execution.ID)
	if errors.Is(err, context.Canceled) && !maybeApplied(err) {
		a.unsent([]*task{t}, ErrInterrupted)
		return
	}
	a.breaker.observe(err)
	if s := status(err); s == http.StatusUnauthorized || s == http.StatusForbidden {
		a.settleWhole([]*task{t}, err)
		return
	}
	a.settle(t, err)
}

// status is the HTTP status of an error of the API, 0 for none.
func status(err error) int {
	if e, ok := errors.AsType[*aiapi.Error](err); ok {
		return e.Status
	}
	return 0
}

// noBulkCall tells whether the API does not have the bulk call.
func noBulkCall(err error) bool {
	switch status(err) {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return false
}

// archive keeps a copy of what is about to be deleted, and returns the batch
// without those of which none could be kept.
func (a *actor) archive(ctx context.Context, batch []*task) []*task {
	if a.Archive == nil {
		return batch
	}
	failures := make([]error, len(batch))
	var g errgroup.Group
	g.SetLimit(singlesInFlight)
	for i, t := range batch {
		if t.target == workload.Deleted {
			g.Go(func() error {
				failures[i] = a.Archive(ctx, a.group, &t.row.Execution)
				return nil
			})
		}
	}
	_ = g.Wait()
	kept := batch[:0:0]
	for i, t := range batch {
		if failures[i] != nil {
			a.fail([]*task{t}, "archive", fmt.Errorf("not deleted, as no copy could be kept: %w", failures[i]))
			continue
		}
		kept = append(kept, t)
	}
	return kept
}
