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
	wanted []wanted
	oldest time.Duration
}

// wanted is how many executions of a line a policy wants to act on.
type wanted struct{ policy, count int }

// nobody stands for no policy.
const nobody = -1

// takeStock counts a listing; wanter is the policy that wants to act on the
// execution at an index, or nobody.
func takeStock(executions []workload.Execution, costs *cost.Model, wanter func(i int) int, now time.Time) stock {
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
		line.add(e, wanter(i), now)
	}
	taken := make(stock, 0, len(lines))
	for _, line := range lines {
		taken = append(taken, *line)
	}
	return taken
}

func (l *stockLine) add(e *workload.Execution, wanter int, now time.Time) {
	l.count++
	if wanter != nobody {
		l.want(wanter)
	}
	if age, ok := policy.AutoAge(e, now); ok {
		l.oldest = max(l.oldest, age)
	}
}

// wanterOf says by the decisions of a plan which policy wants an execution.
func wanterOf(decisions []policy.Decision) func(i int) int {
	return func(i int) int {
		if decisions[i].Action == policy.None {
			return nobody
		}
		return int(decisions[i].Policy)
	}
}

// want counts one more that a policy wants; of a line, few policies want any.
func (l *stockLine) want(policy int) {
	for i := range l.wanted {
		if l.wanted[i].policy == policy {
			l.wanted[i].count++
			return
		}
	}
	l.wanted = append(l.wanted, wanted{policy, 1})
}

// restock counts the newest listing of a group. Policies still want what they
// wanted when the plan was made and what is not at its end.
func (a *actor) restock(d *groupDone, ended []ending, listed []workload.Execution) stock {
	wanters := make(map[string]int)
	for row := range a.plan.table.Len() {
		if backlog(a.plan, d, row) {
			wanters[a.plan.table.ID(row)] = a.plan.table.Policy(row)
		}
	}
	for _, e := range ended {
		if !e.done.Outcome.Wrong() {
			delete(wanters, a.id(e.change))
		}
	}
	wanter := func(i int) int {
		if policy, ok := wanters[listed[i].ID]; ok {
			return policy
		}
		return nobody
	}
	return takeStock(listed, a.Costs, wanter, a.Now())
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

// price fills in what RUNNING ones hold.
func (l *stockLine) price(line *report.Stock, p report.Price) {
	line.Plan, line.Holds = p.Plan, p.Held.Times(l.count)
	for _, w := range l.wanted {
		held := p.Held.Times(w.count)
		line.Expired = line.Expired.Add(held)
		line.ExpiredBy = append(line.ExpiredBy, report.PolicyHolding{Policy: w.policy, Holds: held})
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
			l.price(&line, prices.Of(l.cost))
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
