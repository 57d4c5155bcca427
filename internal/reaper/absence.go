package reaper

import (
	"context"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
)

// unproven are the pending executions that a listing leaves out without proving
// that they are gone: it was not counted, or it holds less than half of what this
// sweep leaves in the group, as the listing of a server does that has lost its
// memory. There only the API's word on each execution counts.
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
	_ = g.Wait() // what could not be asked stays unproven
	return unproven
}
