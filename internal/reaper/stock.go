package reaper

import (
	"cmp"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// stock counts what a listing holds, by scenario, status and, for RUNNING ones,
// what their costs go by.
type stock []stockLine

type stockKey struct {
	scenario string
	status   workload.Status
	cost     cost.Key // of RUNNING ones; no rule for the rest
}

type stockLine struct {
	stockKey
	count  int
	wanted int // of these, what policies want to act on
	oldest time.Duration
}

// takeStock counts a listing; wanted reports whether policies want to act on the
// execution at an index.
func takeStock(executions []workload.Execution, costs *cost.Model, wanted func(i int) bool, now time.Time) stock {
	lines := make(map[stockKey]*stockLine)
	for i := range executions {
		e := &executions[i]
		key := stockKey{scenario: e.ScenarioID, status: e.Status, cost: cost.Key{Rule: -1}}
		if e.Status == workload.Running {
			key.cost = costs.KeyOf(e)
		}
		line := lines[key]
		if line == nil {
			line = &stockLine{stockKey: key}
			lines[key] = line
		}
		line.add(e, wanted(i), now)
	}
	taken := make(stock, 0, len(lines))
	for _, line := range lines {
		taken = append(taken, *line)
	}
	return taken
}

func (l *stockLine) add(e *workload.Execution, wanted bool, now time.Time) {
	l.count++
	if wanted {
		l.wanted++
	}
	if age, ok := policy.AutoAge(e, now); ok {
		l.oldest = max(l.oldest, age)
	}
}

// restock counts the newest listing of a group. Policies still want what they
// wanted when the plan was made and what is not at its end.
func (a *actor) restock(d *groupDone, ended []ending, listed []workload.Execution) stock {
	wanted := make(map[string]bool)
	for row := range a.plan.table.Len() {
		if backlog(a.plan, d, row) {
			wanted[a.plan.table.ID(row)] = true
		}
	}
	for _, e := range ended {
		if !e.done.Outcome.Wrong() {
			delete(wanted, a.id(e.change))
		}
	}
	return takeStock(listed, a.Costs, func(i int) bool { return wanted[listed[i].ID] }, a.Now())
}

// backlog reports whether a policy wants to act on a row and it was not seen done.
func backlog(p *groupPlan, d *groupDone, row int) bool {
	if p.table.Action(row) == policy.None {
		return false
	}
	switch o := d.results.Outcome(row); o {
	case report.Planned, report.Deferred:
		return true
	default:
		return o.Wrong()
	}
}

// priced is the stock as the report has it, with the prices that were found.
func (s stock) priced(prices report.Prices) []report.Stock {
	type key struct {
		scenario string
		status   workload.Status
		plan     string
	}
	merged := make(map[key]*report.Stock)
	for _, l := range s {
		line := report.Stock{Scenario: l.scenario, Status: l.status, Count: l.count, Oldest: l.oldest}
		if l.status == workload.Running {
			price := prices.Of(l.cost)
			line.Plan, line.Holds, line.Expired = price.Plan, price.Held.Times(l.count), price.Held.Times(l.wanted)
		}
		k := key{line.Scenario, line.Status, line.Plan}
		if at := merged[k]; at != nil {
			at.Add(&line)
			continue
		}
		merged[k] = &line
	}
	lines := make([]report.Stock, 0, len(merged))
	for _, line := range merged {
		lines = append(lines, *line)
	}
	slices.SortFunc(lines, func(a, b report.Stock) int {
		return cmp.Or(cmp.Compare(a.Scenario, b.Scenario), cmp.Compare(a.Status, b.Status), cmp.Compare(a.Plan, b.Plan))
	})
	return lines
}
