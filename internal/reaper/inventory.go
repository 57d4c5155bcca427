package reaper

import (
	"cmp"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// holder says what an execution holds while it is RUNNING, and by which
// resource plan.
type holder func(e *workload.Execution) (plan string, held cost.Holding)

type inventoryKey struct {
	scenario string
	status   workload.Status
	plan     string
}

// takeInventory counts a listing by scenario, status and resource plan. Plans are
// told apart only while they cost something: for RUNNING ones.
func takeInventory(executions []workload.Execution, decisions []policy.Decision, holds holder, now time.Time) []Inventory {
	lines := make(map[inventoryKey]*Inventory)
	for i := range executions {
		e := &executions[i]
		key := inventoryKey{scenario: e.ScenarioID, status: e.Status}
		var held cost.Holding
		if e.Status == workload.Running {
			key.plan, held = holds(e)
		}
		line := lines[key]
		if line == nil {
			line = &Inventory{Scenario: key.scenario, Status: key.status, Plan: key.plan}
			lines[key] = line
		}
		line.add(e, held, decisions[i].Action, now)
	}
	return sortedInventory(lines)
}

func (l *Inventory) add(e *workload.Execution, held cost.Holding, action policy.Action, now time.Time) {
	l.Count++
	if age, ok := policy.AutoAge(e, now); ok {
		l.Oldest = max(l.Oldest, age)
	}
	l.Holds = l.Holds.Add(held)
	if action != policy.None {
		l.Expired = l.Expired.Add(held)
	}
}

func sortedInventory(lines map[inventoryKey]*Inventory) []Inventory {
	sorted := make([]Inventory, 0, len(lines))
	for _, l := range lines {
		sorted = append(sorted, *l)
	}
	slices.SortFunc(sorted, func(a, b Inventory) int {
		return cmp.Or(cmp.Compare(a.Scenario, b.Scenario), cmp.Compare(a.Status, b.Status), cmp.Compare(a.Plan, b.Plan))
	})
	return sorted
}
