package metrics

import (
	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// tallyKey is what the rows of a tally have in common, as labels have it.
type tallyKey struct {
	policy, group, scenario, plan string
	action                        policy.Action // as it is reported
	limit                         report.Limit
	class                         report.Class
	stops                         bool // they are RUNNING, and the action stops them
}

// tally adds up rows of a report.
type tally struct {
	rows, stopped, deleted int
	freed                  cost.Holding
	nodeSeconds            float64 // that those stopped or deleted had used
}

// tallies adds up what policies want to act on. There can be a million rows, and only
// a few tallies: counters are moved by these.
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

// byScenario are the labels of counters that go by scenario.
func (k *tallyKey) byScenario() []string { return []string{k.policy, k.group, k.scenario} }

// byPlan are the labels of counters that go by resource plan, too.
func (k *tallyKey) byPlan() []string { return []string{k.policy, k.group, k.scenario, k.plan} }
