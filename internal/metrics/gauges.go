package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// setGauges shows what a report saw. A group that could not be listed keeps what
// was last seen of it; one that is not swept any more goes.
func (m *Metrics) setGauges(r *report.Report) {
	there := make(map[string]bool)
	for i := range r.Groups {
		g := &r.Groups[i]
		there[g.ID] = true
		if g.Result != report.ResultFailed {
			m.forget(g.ID, r.Policies)
			m.setInventory(g)
			m.groups[g.ID] = true
		}
	}
	if len(r.Groups) > 0 {
		for id := range m.groups {
			if !there[id] {
				m.forget(id, nil)
				delete(m.groups, id)
			}
		}
	}
	m.setBacklog(r)
}

// forget drops the gauges of a group; of the backlog only that of the policies
// named, or all of it where none are.
func (m *Metrics) forget(group string, policies []report.Policy) {
	of := prometheus.Labels{"resource_group": group}
	for _, v := range []*prometheus.GaugeVec{m.executions, m.oldest, m.held} {
		v.DeletePartialMatch(of)
	}
	for _, v := range []*prometheus.GaugeVec{m.expired, m.overdue} {
		for _, p := range policies {
			v.DeletePartialMatch(prometheus.Labels{"resource_group": group, "policy": p.Name})
		}
		if policies == nil {
			v.DeletePartialMatch(of)
		}
	}
}

func (m *Metrics) setInventory(g *report.Group) {
	oldest := make(map[string]float64)
	for i := range g.Stock {
		l := &g.Stock[i]
		scenario, status := m.scenarios.bounded(l.Scenario), string(l.Status)
		m.executions.WithLabelValues(g.ID, scenario, status).Add(float64(l.Count))
		oldest[status] = max(oldest[status], l.Oldest.Seconds())
		if l.Plan != "" {
			m.held.WithLabelValues(g.ID, scenario, l.Plan, "").Add(l.Holds.CapacityUnitsPerHour)
			m.held.WithLabelValues(g.ID, scenario, l.Plan, "true").Add(l.Expired.CapacityUnitsPerHour)
		}
	}
	for status, age := range oldest {
		m.oldest.WithLabelValues(g.ID, status).Set(age)
	}
}

// setBacklog shows what the plan wants to act on, put off or not.
func (m *Metrics) setBacklog(r *report.Report) {
	for _, g := range r.Groups {
		for _, p := range r.Policies {
			if g.Result == report.ResultFailed {
				continue
			}
			m.overdue.WithLabelValues(p.Name, g.ID).Set(0)
			for _, action := range p.Actions() {
				m.expired.WithLabelValues(p.Name, g.ID, action.String()).Set(0)
			}
		}
	}
	longest, backlog := make(map[[2]string]float64), make(map[[3]string]float64)
	for row := range r.Rows.All() {
		if row.Action == policy.None || row.Policy == "" {
			continue
		}
		backlog[[3]string{row.Policy, row.Group, row.Sent().String()}]++
		key := [2]string{row.Policy, row.Group}
		longest[key] = max(longest[key], row.Overdue.Seconds())
	}
	for key, n := range backlog {
		m.expired.WithLabelValues(key[:]...).Set(n)
	}
	for key, overdue := range longest {
		m.overdue.WithLabelValues(key[0], key[1]).Set(overdue)
	}
}
