package reaper

import (
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// upcomingOf copies the announced executions.
func upcomingOf(group string, executions []workload.Execution, announced []policy.Upcoming, costs *cost.Model) []report.Upcoming {
	upcoming := make([]report.Upcoming, len(announced))
	for i, u := range announced {
		e := &executions[u.Index]
		upcoming[i] = report.Upcoming{
			Group: group, ID: strings.Clone(e.ID), Scenario: e.ScenarioID, Status: e.Status, Policy: int(u.Policy), Action: u.Action,
			ExpiresAt: u.ExpiresAt.Time(), Cost: costs.KeyOf(e),
		}
	}
	return upcoming
}

// priced returns announced executions with what they hold, and sets whether this
// sweep is the first to announce them.
func (s *sweep) priced(upcoming []report.Upcoming, prices report.Prices) []report.Upcoming {
	all := slices.Clone(upcoming)
	for i := range all {
		u := &all[i]
		if u.Status == workload.Running && u.Action != policy.Delete {
			u.Held = prices.Of(u.Cost).Held
		}
		if u.Policy < len(s.Slots) {
			u.Announce = s.Policies.Policies[u.Policy].Announces(workload.At(u.ExpiresAt), s.Slots[u.Policy])
		}
	}
	return all
}

// clone copies an execution, so that the copy does not keep the memory of its
// page.
func clone(e *workload.Execution) workload.Execution {
	c := *e
	c.ID = strings.Clone(e.ID)
	return c
}
