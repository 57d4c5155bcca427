package reaper

import (
	"context"
	"errors"
	"net/http"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// sendBulk sends a batch in one request. If the request is refused as a whole, it
// finds the bad items and sends the others.
func (a *actor) sendBulk(ctx context.Context, batch []change, r *replies) {
	items, err := a.modify(ctx, batch)
	if refusedWhole(err) {
		a.isolate(ctx, batch, err, r)
		return
	}
	a.takeBulkAnswer(ctx, batch, items, err, r)
}

// refusedWhole reports whether a bulk request was refused for what is in it. The
// API answers 400; gateways in front of it have other words for it.
func refusedWhole(err error) bool {
	switch aiapi.Status(err) {
	case http.StatusBadRequest, http.StatusConflict, http.StatusPreconditionFailed, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return true
	}
	return false
}

// modify sends one bulk request.
func (a *actor) modify(ctx context.Context, batch []change) ([]aiapi.Item, error) {
	changes := make([]aiapi.Change, len(batch))
	for i := range batch {
		batch[i].call = report.Bulk
		changes[i] = aiapi.Change{ID: a.id(batch[i]), Target: batch[i].target}
	}
	if a.OnBatch != nil {
		a.OnBatch(len(batch))
	}
	items, err := a.API.Executions.Modify(ctx, a.plan.group.ID, changes)
	for i := range batch {
		batch[i].unsure = batch[i].unsure || aiapi.MaybeApplied(err)
	}
	a.gate.refused(refusedWhole(err))
	if err == nil {
		a.Learned.took(a.plan.group.ID, len(batch))
	}
	a.breaker.observe(err)
	return items, err
}

// takeBulkAnswer handles the answer to a bulk request that was not refused as a
// whole.
func (a *actor) takeBulkAnswer(ctx context.Context, batch []change, items []aiapi.Item, err error, r *replies) {
	switch {
	case err == nil:
		a.takeItems(ctx, batch, items, r)
	case errors.Is(err, context.Canceled) && !aiapi.MaybeApplied(err):
		a.unsent(batch, report.ErrInterrupted, r)
	case a.Bulk == BulkAuto && aiapi.IsUnsupported(err):
		a.Learned.noBulkCall(a.plan.group.ID)
		a.sendSingly(ctx, batch, nil, r)
	default:
		for _, c := range batch {
			a.takeFailure(c, err, r)
		}
	}
}

// takeItems handles the items of an answer to a bulk request. Refused items are
// sent once by the single call if that may accept them.
func (a *actor) takeItems(ctx context.Context, batch []change, items []aiapi.Item, r *replies) {
	var again []change
	var refusals []error
	for i, c := range batch {
		err := items[i].Err
		if err == nil {
			a.Learned.bulkTook(a.kind(c))
		}
		if a.mayTrySingly(c, err) {
			again, refusals = append(again, c), append(refusals, err)
			continue
		}
		a.takeAnswer(c, err, r)
	}
	a.sendSingly(ctx, again, refusals, r)
}

// mayTrySingly reports whether the single call may accept a change that the bulk
// call refused. A state that does not allow a stop in bulk does not allow it by
// the single call either. But SAP's bulk call refuses to delete COMPLETED
// executions, and the single call deletes them.
func (a *actor) mayTrySingly(c change, err error) bool {
	if a.Bulk != BulkAuto || c.unsure || !refusal(err) {
		return false
	}
	if aiapi.Code(err) == codeState && c.status.Active() {
		return false
	}
	return a.Learned.worthTrying(a.kind(c), c.target, aiapi.Code(err))
}

// codeState is the API's code for a state that does not allow the change.
const codeState = "01010076"

// refusal reports whether the API clearly refused the change itself, and not
// because of missing rights or a network failure.
func refusal(err error) bool {
	e, typed := errors.AsType[*aiapi.Error](err)
	return typed && !e.MaybeApplied && !aiapi.IsUnavailable(err) && !aiapi.IsDenied(err) && !aiapi.IsGone(err)
}

func (a *actor) kind(c change) kind {
	t := a.plan.table
	return kind{executable{t.Scenario(c.row), t.Executable(c.row)}, c.status}
}
