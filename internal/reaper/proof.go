package reaper

import (
	"context"
	"net/http"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// seen finds the executions of the pending tasks in a listing.
func (a *actor) seen(listed []workload.Execution) map[string]*workload.Execution {
	seen := make(map[string]*workload.Execution, len(a.pending))
	for _, t := range a.pending {
		seen[t.row.Execution.ID] = nil
	}
	for i := range listed {
		if _, wanted := seen[listed[i].ID]; wanted {
			seen[listed[i].ID] = &listed[i]
		}
	}
	return seen
}

// hidden are the pending executions that a listing leaves out and that are not
// proven to be gone by it: it was not counted, or holds less than half of what
// this sweep leaves in the group, as the listing of a server does that has lost
// its memory. There only the API's word on each execution counts.
func (a *actor) hidden(ctx context.Context, listing aiapi.Listing, seen map[string]*workload.Execution) map[string]bool {
	if listing.Counted && 2*len(listing.Executions) >= a.remain {
		return nil
	}
	var mu sync.Mutex
	hidden := make(map[string]bool)
	var g errgroup.Group
	g.SetLimit(singlesInFlight)
	for id, e := range seen {
		if e != nil {
			continue
		}
		g.Go(func() error {
			if _, err := a.API.Execution(ctx, a.group, id); status(err) != http.StatusNotFound {
				mu.Lock()
				defer mu.Unlock()
				hidden[id] = true
			}
			return nil
		})
	}
	_ = g.Wait() // what could not be asked stays hidden
	return hidden
}
