package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// zero creates, at 0, the counters that a report may increase: for each policy,
// those of its actions where its match holds, and those of the report's rows.
func (m *Metrics) zero(r *report.Report, tallies map[tallyKey]*tally) {
	for i := range r.Groups {
		g := &r.Groups[i]
		for _, pair := range g.Pairs {
			p := &r.Policies[pair.Policy]
			if m.dryRun[text(p.Name)] {
				continue
			}
			m.zeroPair(p.Action, []string{text(p.Name), text(g.ID), m.scenarios.bounded(pair.Scenario)}, pair.Plans)
		}
	}
	for key := range tallies {
		if m.dryRun[key.policy] {
			continue
		}
		m.consumed.WithLabelValues(key.byPlan()...)
		if key.stops {
			m.zeroFreed(key.byPlan())
		}
	}
}

// zeroPair creates the counters of a policy's action in a scenario. plans are the
// resource plans of the executions that are RUNNING there.
func (m *Metrics) zeroPair(a policy.Action, at, plans []string) {
	if a != policy.Stop {
		m.deleted.WithLabelValues(at...)
	}
	if a == policy.Delete {
		return
	}
	m.stopped.WithLabelValues(at...)
	for _, plan := range plans {
		m.zeroFreed(append(at[:3:3], text(plan)))
	}
}

// zeroFreed creates the counters that a stop may increase.
func (m *Metrics) zeroFreed(at []string) {
	for _, c := range []*prometheus.CounterVec{m.nodes, m.cpus, m.memory, m.gpus, m.units, m.consumed} {
		c.WithLabelValues(at...)
	}
}

// count adds the outcomes of rows to the counters.
func (m *Metrics) count(tallies map[tallyKey]*tally) {
	for key, s := range tallies {
		if s.stopped > 0 {
			add(m.stopped, float64(s.stopped), key.byScenario())
		}
		if s.deleted > 0 {
			add(m.deleted, float64(s.deleted), key.byScenario())
		}
		if s.stopped+s.deleted > 0 {
			add(m.consumed, s.nodeSeconds, key.byPlan())
		}
		if s.freed != (cost.Holding{}) {
			m.free(&s.freed, key.byPlan())
		}
		if key.limit != report.NoLimit {
			add(m.deferred, float64(s.rows), []string{key.policy, key.group, key.limit.String()})
		}
		if key.class != report.NoFailure {
			add(m.failed, float64(s.rows), []string{key.policy, key.group, key.action.String(), key.class.String()})
		}
	}
}

// free adds what verified stops gave back.
func (m *Metrics) free(freed *cost.Holding, at []string) {
	add(m.nodes, freed.Nodes, at)
	add(m.cpus, freed.CPUs, at)
	add(m.memory, float64(freed.MemoryBytes), at)
	add(m.gpus, freed.GPUs, at)
	add(m.units, freed.CapacityUnitsPerHour, at)
}

// add creates the series if it is missing. It ignores negative numbers: sizes and
// rates come from the user and the API, and a counter panics if it is decreased.
func add(c *prometheus.CounterVec, n float64, labels []string) {
	series := c.WithLabelValues(labels...)
	if n > 0 {
		series.Add(n)
	}
}
