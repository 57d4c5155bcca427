package cost

import (
	"github.com/aicore-reaper/aicore-reaper/internal/glob"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Key determines the costs of an execution. Executions with the same Key hold the
// same.
type Key struct {
	Rule          int16  // index into Model.Rules, -1 if none matches
	Configuration string // "" unless the rule reads a parameter of it
}

// KeyOf returns the key of an execution. A nil model has no rules.
func (m *Model) KeyOf(e *workload.Execution) Key {
	if m == nil {
		return Key{Rule: -1}
	}
	for i := range m.Rules {
		if r := &m.Rules[i]; r.matches(e) {
			k := Key{Rule: int16(i)}
			if r.ResourcePlanParameter != "" {
				k.Configuration = e.ConfigurationID
			}
			return k
		}
	}
	return Key{Rule: -1}
}

// Of returns the resource plan for a key, and what one execution with that key
// holds while it is RUNNING. parameters are those of the key's configuration, nil
// if they are unknown. If no rule matches, or if the parameter names no plan, the
// plan is Unmapped: its nodes have unknown size.
func (m *Model) Of(k Key, parameters map[string]string) (string, Holding) {
	if k.Rule < 0 {
		return Unmapped, Holding{Nodes: 1}
	}
	rule := &m.Rules[k.Rule]
	plan, known := m.Plans[m.Named(k, parameters)]
	if !known {
		return Unmapped, Holding{Nodes: float64(rule.Nodes)}
	}
	return plan.Name, plan.times(rule.Nodes)
}

// Mapped reports whether a rule matches an execution.
func (m *Model) Mapped(e *workload.Execution) bool { return m.KeyOf(e).Rule >= 0 }

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
