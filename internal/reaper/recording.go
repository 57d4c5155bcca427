package reaper

import (
	"context"
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Recording is a complete listing of one resource group at one time.
type Recording struct {
	Group      workload.ResourceGroup
	ListedAt   time.Time
	Executions []workload.Execution
	// Parameters are those of the configurations that costs read, by id.
	Parameters map[string]map[string]string
	Facts      *policy.Facts // beyond the listing; nil: none were recorded
	Missing    []report.Missing
}

// Record lists resource groups, whole and with all details, one after the other,
// and hands each on, with the facts that are wanted. The first that cannot be listed, or handed on, ends it: half
// a recording would be taken for a whole one.
func (o *Options) Record(ctx context.Context, groups []workload.ResourceGroup, facts Wanted, each func(Recording) error) error {
	for _, g := range groups {
		if g.Status != workload.Provisioned {
			continue
		}
		r, err := o.recordGroup(ctx, g)
		if err != nil {
			return err
		}
		o.recordFacts(ctx, &r, facts)
		if err := each(r); err != nil {
			return err
		}
	}
	return nil
}

func (o *Options) recordGroup(ctx context.Context, g workload.ResourceGroup) (Recording, error) {
	listing, err := o.API.Executions.List(ctx, g.ID, aiapi.ListOptions{Details: true})
	if err != nil {
		return Recording{}, fmt.Errorf("the recording is not whole: %w", err)
	}
	r := Recording{Group: g, ListedAt: o.Now(), Executions: listing.Executions, Parameters: make(map[string]map[string]string)}
	for i := range r.Executions {
		id := o.Costs.KeyOf(&r.Executions[i]).Configuration
		if _, known := r.Parameters[id]; known || id == "" {
			continue
		}
		raw, err := o.API.Configuration(ctx, g.ID, id)
		if err != nil {
			return Recording{}, fmt.Errorf("the recording is not whole: costs read a parameter of configuration %s: %w", id, err)
		}
		r.Parameters[id] = bindings(raw)
	}
	return r, nil
}

// planRecorded plans on recordings instead of the API.
func (s *sweep) planRecorded(ctx context.Context) []*groupPlan {
	var plans []*groupPlan
	for _, r := range s.Recorded {
		if !s.Groups.has(r.Group) {
			continue
		}
		for id, values := range r.Parameters {
			s.Parameters.Set(r.Group.ID, id, values)
		}
		plans = append(plans, s.planListing(ctx, policy.Input{Group: r.Group, Executions: r.Executions, Now: s.Now(), Facts: r.Facts}))
	}
	return plans
}
