package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// zero makes the counters that a report may move, at 0: those of policies where
// their match holds, by what each can do, and those of what the report is about.
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

// zeroPair makes what a policy with an action may move in a scenario, with the
// resource plans of what is RUNNING there.
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

// zeroFreed makes what a stop may move.
func (m *Metrics) zeroFreed(at []string) {
	for _, c := range []*prometheus.CounterVec{m.nodes, m.cpus, m.memory, m.gpus, m.units, m.consumed} {
		c.WithLabelValues(at...)
	}
}

// count adds what was acted on.
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

// free counts what verified stops gave back.
func (m *Metrics) free(freed *cost.Holding, at []string) {
	add(m.nodes, freed.Nodes, at)
	add(m.cpus, freed.CPUs, at)
	add(m.memory, float64(freed.MemoryBytes), at)
	add(m.gpus, freed.GPUs, at)
	add(m.units, freed.CapacityUnitsPerHour, at)
}

// add makes the series where it is not there, and never takes anything off: sizes
// and rates come from the user and the API, and a counter that falls panics.
func add(c *prometheus.CounterVec, n float64, labels []string) {
	series := c.WithLabelValues(labels...)
	if n > 0 {
		series.Add(n)
	}
}
