package cost

import (
	"github.com/aicore-reaper/aicore-reaper/internal/glob"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Of returns the resource plan of an execution, and what it holds while it is
// RUNNING. parameter gives the parameters of a configuration, nil where they are
// not to be had; it is asked only where NeedsParameters says so. What no rule
// matches, or whose parameter names no plan, is Unmapped: one node of unknown size.
func (m *Model) Of(e *workload.Execution, parameter func(configurationID string) map[string]string) (string, Holding) {
	rule := m.rule(e)
	if rule == nil {
		return Unmapped, Holding{Nodes: 1}
	}
	name := rule.ResourcePlan
	if rule.ResourcePlanParameter != "" {
		name = parameter(e.ConfigurationID)[rule.ResourcePlanParameter]
	}
	plan, known := m.Plans[name]
	if !known {
		return Unmapped, Holding{Nodes: float64(rule.Nodes)}
	}
	return plan.Name, plan.times(rule.Nodes)
}

// NeedsParameters tells whether the plan of an execution stands in a parameter
// of its configuration.
func (m *Model) NeedsParameters(e *workload.Execution) bool {
	rule := m.rule(e)
	return rule != nil && rule.ResourcePlanParameter != "" && e.ConfigurationID != ""
}

// Mapped tells whether a rule matches an execution.
func (m *Model) Mapped(e *workload.Execution) bool { return m.rule(e) != nil }

// rule is the first that matches, nil for none.
func (m *Model) rule(e *workload.Execution) *Rule {
	for i := range m.Rules {
		if m.Rules[i].matches(e) {
			return &m.Rules[i]
		}
	}
	return nil
}

func (r *Rule) matches(e *workload.Execution) bool {
	return held(r.Scenarios, e.ScenarioID) && held(r.Executables, e.ExecutableID) && held(r.Configurations, e.ConfigurationID)
}

func held(patterns glob.List, name string) bool { return len(patterns) == 0 || patterns.Match(name) }

func (p Plan) times(nodes int) Holding {
	n := float64(nodes)
	return Holding{
		Nodes: n, CPUs: n * p.CPUs, MemoryBytes: int64(nodes) * p.MemoryBytes, GPUs: n * p.GPUs,
		CapacityUnitsPerHour: n * p.CapacityUnitsPerHour,
	}
}
