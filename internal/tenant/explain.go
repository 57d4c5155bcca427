package tenant

import (
	"context"
	"errors"
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// ErrNotThere is wrapped by the error of Explain for what the tenant does not have.
var ErrNotThere = errors.New("not there")

// Explain lists one resource group that the config is for, and says how the
// policies see one execution of it.
func (t *Tenant) Explain(ctx context.Context, group, id string) (policy.Explanation, error) {
	groups, err := t.Groups(ctx, t.config)
	if err != nil {
		return policy.Explanation{}, err
	}
	var only []workload.ResourceGroup
	for _, g := range groups {
		if g.ID == group {
			only = append(only, g)
		}
	}
	var found *policy.Explanation
	err = t.Record(ctx, only, func(r reaper.Recording) error {
		for i := range r.Executions {
			if r.Executions[i].ID == id {
				found = new(t.config.Set.Explain(policy.Input{Group: r.Group, Executions: r.Executions, Now: t.process.Now()}, i))
				return nil
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return policy.Explanation{}, err
	case found == nil:
		return policy.Explanation{}, fmt.Errorf("%w: there is no execution %s in %s: it may have been deleted since the page was made", ErrNotThere, id, group)
	}
	return *found, nil
}
