package reaper

import (
	"context"
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Looking up costs only informs. It is done last, takes at most appraisalTime,
// and asks for at most appraisalRequests configurations. The next sweep asks for
// the others.
const (
	appraisalTime     = 10 * time.Second
	appraisalRequests = 200
)

// appraise returns the prices of each group, and warnings about prices that are
// missing. With ask it fetches unknown configurations.
func (s *sweep) appraise(ctx context.Context, plans []*groupPlan, done []*groupDone, ask bool) ([]report.Prices, []string) {
	var warnings []string
	keys := make([]map[cost.Key]bool, len(plans))
	for i, p := range plans {
		keys[i] = costKeys(p, done[i])
	}
	if ask {
		warnings = s.lookUp(ctx, plans, keys)
	}
	types, unanswered := s.types(ctx, plans, keys, ask)
	costs := s.Costs.With(types)
	prices := make([]report.Prices, len(plans))
	for i, p := range plans {
		prices[i] = s.prices(costs, p.group.ID, keys[i])
	}
	return prices, append(warnings, unanswered...)
}

// costKeys returns the cost keys of all executions of a group.
func costKeys(p *groupPlan, d *groupDone) map[cost.Key]bool {
	keys := make(map[cost.Key]bool)
	for row := range p.table.Len() {
		keys[p.table.CostKey(row)] = true
	}
	for _, lines := range []stock{p.stock, d.newest} {
		for _, l := range lines {
			keys[l.cost] = true
		}
	}
	for _, u := range p.upcoming {
		keys[u.Cost] = true
	}
	return keys
}

func (s *sweep) prices(costs *cost.Model, group string, keys map[cost.Key]bool) report.Prices {
	prices := make(report.Prices, len(keys))
	for key := range keys {
		if costs == nil || key.Rule < 0 {
			continue
		}
		parameters, _ := s.Parameters.Of(group, key.Configuration)
		plan, held := costs.Of(key, parameters)
		prices[key] = report.Price{Plan: plan, Held: held}
	}
	return prices
}

// lookUp fetches the parameters of configurations that are not known yet.
func (s *sweep) lookUp(ctx context.Context, plans []*groupPlan, keys []map[cost.Key]bool) (warnings []string) {
	wanted := s.unknown(plans, keys)
	if len(wanted) == 0 || s.API == nil || ctx.Err() != nil {
		return nil
	}
	within, cancel := context.WithTimeout(ctx, appraisalTime)
	defer cancel()
	var g parallel.Group
	g.SetLimit(max(1, s.Concurrency))
	for _, c := range wanted[:min(appraisalRequests, len(wanted))] {
		g.Go(func() error { return s.Parameters.fetch(within, s.API, c.group, c.id) })
	}
	err := g.Wait()
	left := len(s.unknown(plans, keys))
	switch {
	case left > 0 && err != nil:
		return []string{fmt.Sprintf("costs: the resource plans of %d configurations could not be looked up, and their executions count as unmapped; the first error: %v", left, err)}
	case left > 0:
		return []string{fmt.Sprintf("costs: the resource plans of %d configurations are left to later sweeps, and their executions count as unmapped until then", left)}
	}
	return nil
}

func (s *sweep) unknown(plans []*groupPlan, keys []map[cost.Key]bool) (unknown []configuration) {
	for i, p := range plans {
		for key := range keys[i] {
			if key.Configuration == "" {
				continue
			}
			if _, known := s.Parameters.Of(p.group.ID, key.Configuration); !known {
				unknown = append(unknown, configuration{p.group.ID, key.Configuration})
			}
		}
	}
	return unknown
}
