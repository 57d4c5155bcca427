package reaper

import (
	"context"
	"fmt"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// lookUpLabels fetches the labels of resource groups that were named one by one,
// if the report needs them. They only inform, so this is done last and within the
// same time limit as looking up costs. A warning says why labels are missing.
func (s *sweep) lookUpLabels(ctx context.Context, v seen) (labels map[string]map[string]string, warnings []string) {
	unknown := func(p *groupPlan) bool { return p.group.Labels == nil }
	if !s.Labels || s.API == nil || v.cause != nil || ctx.Err() != nil || !slices.ContainsFunc(v.plans, unknown) {
		return nil, nil
	}
	within, cancel := context.WithTimeout(ctx, appraisalTime)
	defer cancel()
	groups, err := s.API.ResourceGroups(within, nil)
	if err != nil {
		return nil, []string{fmt.Sprintf("metrics.groupLabels: the labels of resource groups could not be had: %v", err)}
	}
	labels = make(map[string]map[string]string, len(groups))
	for _, g := range groups {
		labels[g.ID] = g.Labels
	}
	return labels, nil
}

// label sets the labels of groups that have none yet.
func label(groups []report.Group, labels map[string]map[string]string) {
	for i := range groups {
		if groups[i].Labels == nil {
			groups[i].Labels = labels[groups[i].ID]
		}
	}
}
