package reaper

import (
	"context"
	"fmt"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// lookUpLabels asks for the labels of resource groups that were named one by one,
// where the report is to have them. They only inform, so this comes after
// everything else and takes as long as looking up costs at most. The warning says
// why they could not be had.
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

// label fills in the labels of groups that have none yet.
func label(groups []report.Group, labels map[string]map[string]string) {
	for i := range groups {
		if groups[i].Labels == nil {
			groups[i].Labels = labels[groups[i].ID]
		}
	}
}
