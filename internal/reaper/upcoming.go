package reaper

import (
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// upcomingOf copies what policies announce.
func upcomingOf(group string, executions []workload.Execution, announced []policy.Upcoming, costs *cost.Model) []report.Upcoming {
	upcoming := make([]report.Upcoming, len(announced))
	for i, u := range announced {
		e := &executions[u.Index]
		upcoming[i] = report.Upcoming{
			Group: group, ID: strings.Clone(e.ID), Scenario: e.ScenarioID, Policy: int(u.Policy), Action: u.Action,
			ExpiresAt: u.ExpiresAt.Time(), Cost: costs.KeyOf(e),
		}
	}
	return upcoming
}

// clone copies an execution without keeping the page that it stood on.
func clone(e *workload.Execution) workload.Execution {
	c := *e
	c.ID = strings.Clone(e.ID)
	return c
}
