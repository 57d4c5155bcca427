package reaper

import (
	"context"
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// archived archives the executions that are about to be deleted. It returns the
// batch without those for which that failed.
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
