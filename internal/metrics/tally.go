package metrics

import (
	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// tallyKey holds what the rows of a tally have in common, as label values.
type tallyKey struct {
	policy, group, scenario, plan string
	action                        policy.Action // as reported
	limit                         report.Limit
	class                         report.Class
	stops                         bool // the rows are RUNNING and the action stops them
}

// tally is the sum of some rows of a report.
type tally struct {
	rows, stopped, deleted int
	freed                  cost.Holding
	nodeSeconds            float64 // used by those that were stopped or deleted
}

// tallies adds up the rows that policies want to act on. There can be a million
// rows but only a few tallies, so that few counters need an update.
func (m *Metrics) tallies(r *report.Report) map[tallyKey]*tally {
	tallies := make(map[tallyKey]*tally)
	for row := range r.Rows.Scan() {
		if row.Action == policy.None || row.PolicyIndex < 0 {
			continue
		}
		key := tallyKey{
			policy: text(row.Policy), group: text(row.Group), scenario: m.scenarios.bounded(row.Scenario), plan: text(row.Plan),
			action: row.Sent(), limit: row.Limit, class: row.Class, stops: row.HoldsCompute(),
		}
		if tallies[key] == nil {
			tallies[key] = new(tally)
		}
		tallies[key].add(row)
	}
	return tallies
}

func (s *tally) add(r *report.Row) {
	s.rows++
	if r.Stopped {
		s.stopped++
	}
	if r.Deleted {
		s.deleted++
	}
	if r.Stopped || r.Deleted {
		s.nodeSeconds += r.Used.Seconds() * r.Held.Nodes
	}
	if r.Freed {
		s.freed = s.freed.Add(r.Held)
	}
}

// byScenario returns the label values of counters by scenario.
func (k *tallyKey) byScenario() []string { return []string{k.policy, k.group, k.scenario} }

// byPlan returns the label values of counters by scenario and resource plan.
func (k *tallyKey) byPlan() []string { return []string{k.policy, k.group, k.scenario, k.plan} }
