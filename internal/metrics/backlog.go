package metrics

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// backlog is what one policy wants to act on in one resource group. There is one,
// possibly empty, if the policy's match holds for anything listed there.
type backlog struct {
	actions  []policy.Action // the actions of the policy
	count    map[policy.Action]int
	overdue  time.Duration
	upcoming int
	expired  map[burn]float64 // what the RUNNING ones hold, in capacity units per hour
	stops    map[string]bool  // the scenarios in which the policy can stop something
}

func newBacklog(p *report.Policy) *backlog {
	return &backlog{
		actions: p.Actions(), count: make(map[policy.Action]int),
		expired: make(map[burn]float64), stops: make(map[string]bool),
	}
}

// each yields the values of the gauges of the backlog.
func (b *backlog) each(name, group string, yield func(sample)) {
	for _, action := range b.actions {
		yield(sample{expiredExecutions, float64(b.count[action]), []string{name, group, action.String()}})
	}
	yield(sample{longestOverdue, b.overdue.Seconds(), []string{name, group}})
	if b.upcoming > 0 {
		yield(sample{upcomingExecutions, float64(b.upcoming), []string{name, group}})
	}
}
