package reaper

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/cost"
)

// InstanceTypes remembers what the API says of the tenant's instance types, so that
// it is asked once a day at most. The zero value is ready. It is safe for
// concurrent use.
type InstanceTypes struct {
	mu      sync.Mutex
	asked   time.Time
	known   map[string]cost.Plan
	warning string // what could not be had; "" for nothing
}

// askEvery is how long an answer serves, also that there is none.
const askEvery = 24 * time.Hour

// of returns what is known of instance types. With an API it asks, unless it did so
// within a day; the warning says what could not be had.
func (t *InstanceTypes) of(ctx context.Context, api *aiapi.Client, now time.Time) (known map[string]cost.Plan, warning string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if api == nil || !t.asked.IsZero() && now.Sub(t.asked) < askEvery {
		return t.known, t.warning
	}
	all, err := api.InstanceTypes(ctx)
	if ctx.Err() != nil {
		return t.known, t.warning // the sweep was interrupted: nobody knows
	}
	t.asked, t.warning = now, ""
	if err != nil {
		t.warning = fmt.Sprintf("costs.instanceTypes: the API does not say what instance types there are, and executions on those that costs.resourcePlans does not name count as unmapped: %v", err)
		if aiapi.IsDenied(err) {
			t.warning += "; tenants without the extended plan have no right to ask: write instanceTypes: config, and name them under costs.resourcePlans"
		}
		return t.known, t.warning
	}
	t.known = make(map[string]cost.Plan, len(all))
	for i := range all {
		plan, err := planOf(&all[i])
		t.known[plan.Name] = plan
		if err != nil {
			t.warning = fmt.Sprintf("costs.instanceTypes: the memory of %s counts as 0: %v", plan.Name, err)
		}
	}
	return t.known, t.warning
}

// planOf is an instance type as costs know it. What the API does not say counts as
// nothing.
func planOf(t *aiapi.InstanceType) (cost.Plan, error) {
	plan := cost.Plan{Name: t.Name, CPUs: orNone(t.CPUs), GPUs: orNone(t.GPUs), CapacityUnitsPerHour: orNone(t.CapacityUnitsPerHour)}
	if t.Memory == "" {
		return plan, nil
	}
	var err error
	plan.MemoryBytes, err = cost.Quantity(t.Memory)
	return plan, err
}

func orNone(v float64) float64 {
	if !(v >= 0) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// types returns what is known of instance types; it asks for them where an execution
// runs on one that the config does not name.
func (s *sweep) types(ctx context.Context, plans []*groupPlan, keys []map[cost.Key]bool, ask bool) (map[string]cost.Plan, []string) {
	if s.Costs == nil || !s.Costs.AskTypes {
		return nil, nil
	}
	api := s.API
	if !ask || ctx.Err() != nil || !s.unnamed(plans, keys) {
		api = nil
	}
	within, cancel := context.WithTimeout(ctx, appraisalTime)
	defer cancel()
	known, warning := s.InstanceTypes.of(within, api, s.Now())
	if warning == "" {
		return known, nil
	}
	return known, []string{warning}
}

// unnamed reports whether an execution runs on something that the config does not
// name.
func (s *sweep) unnamed(plans []*groupPlan, keys []map[cost.Key]bool) bool {
	for i, p := range plans {
		for key := range keys[i] {
			parameters, _ := s.Parameters.Of(p.group.ID, key.Configuration)
			name := s.Costs.Named(key, parameters)
			if _, named := s.Costs.Plans[name]; name != "" && !named {
				return true
			}
		}
	}
	return false
}
