package reaper

import (
	"context"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
)

// unproven returns the pending executions that are missing from a listing that
// does not prove that they are gone. A listing proves nothing if the API did not
// count it, or if it holds less than half of what this sweep leaves in the group:
// a faulty server may have lost most of its executions. For such a listing the
// API is asked about each execution.
func (a *actor) unproven(ctx context.Context, listing aiapi.Listing, index map[string]int, pending []change) map[string]bool {
	if listing.Counted && 2*len(listing.Executions) >= a.remain {
		return nil
	}
	var mu sync.Mutex
	unproven := make(map[string]bool)
	var g parallel.Group
	g.SetLimit(singlesInFlight)
	for _, c := range pending {
		id := a.id(c)
		if index[id] >= 0 {
			continue
		}
		g.Go(func() error {
			if _, err := a.API.Executions.Get(ctx, a.plan.group.ID, id); !aiapi.IsGone(err) {
				mu.Lock()
				defer mu.Unlock()
				unproven[id] = true
			}
			return nil
		})
	}
	_ = g.Wait() // executions that could not be asked about stay unproven
	return unproven
}
