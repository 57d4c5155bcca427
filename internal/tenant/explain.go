package tenant

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// ErrNotThere is wrapped by the error of Explain if the group or the execution
// does not exist.
var ErrNotThere = errors.New("not there")

// Explain lists one resource group of the config and returns how the policies see
// one of its executions. It plans like a sweep and changes nothing.
func (t *Tenant) Explain(ctx context.Context, group, id string) (policy.Explanation, error) {
	groups, err := t.Groups(ctx, t.config)
	if err != nil {
		return policy.Explanation{}, err
	}
	if !slices.ContainsFunc(groups, func(g workload.ResourceGroup) bool { return g.ID == group }) {
		return policy.Explanation{}, fmt.Errorf("%w: the config is not for a resource group %s", ErrNotThere, group)
	}
	var mu sync.Mutex
	var found *policy.Explanation
	o, err := t.options(Request{Mode: report.DryRun, OnDecide: func(in policy.Input) {
		mu.Lock()
		defer mu.Unlock()
		if i := slices.IndexFunc(in.Executions, func(e workload.Execution) bool { return e.ID == id }); i >= 0 {
			found = new(t.config.Set.Explain(in, i))
		}
	}})
	if err != nil {
		return policy.Explanation{}, err
	}
	o.Groups = reaper.Selection{Default: group}
	switch r := t.process.reap(ctx, o); {
	case found != nil:
		return *found, nil
	case r.Cause != nil:
		return policy.Explanation{}, r.Cause
	case len(r.Groups) == 1 && r.Groups[0].Error != "":
		return policy.Explanation{}, errors.New(r.Groups[0].Error)
	}
	return policy.Explanation{}, fmt.Errorf("%w: there is no execution %s in %s; it may have been deleted since the page was made", ErrNotThere, id, group)
}
