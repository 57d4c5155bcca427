package reaper

import (
	"context"
	"errors"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// singlesInFlight is how many single calls of a batch are sent concurrently.
const singlesInFlight = 4

// sendSingly sends changes by single calls. refusals are the errors of the bulk
// call for each, nil if it was not tried.
func (a *actor) sendSingly(ctx context.Context, changes []change, refusals []error, r *replies) {
	var g parallel.Group
	g.SetLimit(singlesInFlight)
	for i, c := range changes {
		var refused error
		if refusals != nil {
			refused = refusals[i]
		}
		g.Go(func() error {
			a.sendAlone(ctx, c, refused, r)
			return nil
		})
	}
	_ = g.Wait()
}

// sendAlone sends one change by its single call and reports whether the API
// accepted it.
func (a *actor) sendAlone(ctx context.Context, c change, refused error, r *replies) (taken bool) {
	if err := a.halted(ctx); err != nil {
		if refused != nil { // the bulk call was tried before
			a.takeAnswer(c, refused, r)
		} else {
			a.unsent([]change{c}, err, r)
		}
		return false
	}
	c.call = report.Single
	err := a.single(ctx, c)
	if errors.Is(err, context.Canceled) && !aiapi.MaybeApplied(err) {
		a.unsent([]change{c}, report.ErrInterrupted, r)
		return false
	}
	a.breaker.observe(err)
	a.gate.refused(false)
	switch {
	case refused == nil:
	case err == nil:
		a.Learned.singleTook(a.kind(c), c.target, aiapi.Code(refused))
	case refusal(err):
		a.Learned.singleRefused(a.kind(c), c.target, aiapi.Code(refused))
	}
	a.takeAnswer(c, err, r)
	return err == nil
}

// single sends the single call for a change.
func (a *actor) single(ctx context.Context, c change) error {
	if c.target == workload.Deleted {
		return a.API.Executions.Delete(ctx, a.plan.group.ID, a.id(c))
	}
	return a.API.Executions.Stop(ctx, a.plan.group.ID, a.id(c))
}
