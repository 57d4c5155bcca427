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

// stock counts the executions of a listing by scenario, status and, for RUNNING
// ones, cost key.
type stock []stockLine

type stockKey struct {
	scenario string
	status   workload.Status
	cost     cost.Key // for RUNNING ones; else a key without a rule
}

type stockLine struct {
	stockKey
	count  int
	wanted []wanted
	oldest time.Duration
}

// wanted is the number of executions of a line on which a policy wants to act.
type wanted struct{ policy, count int }

// nobody means no policy.
const nobody = -1

// takeStock counts a listing. wanter returns the policy that wants to act on
// execution i, or nobody.
func takeStock(executions []workload.Execution, costs *cost.Model, wanter func(i int) int, now time.Time) stock {
	lines := stockLines{at: make(map[stockKey]int)}
	for i := range executions {
		e := &executions[i]
		key := stockKey{scenario: e.ScenarioID, status: e.Status, cost: cost.Key{Rule: -1}}
		if e.Status == workload.Running {
			key.cost = costs.KeyOf(e)
		}
		lines.of(key).add(e, wanter(i), now)
	}
	return slices.Clone(lines.all)
}

// stockLines finds lines by key. Most executions have the key of one that was
// there shortly before: for those, comparing keys is several times faster than a
// map.
type stockLines struct {
	all    stock
	at     map[stockKey]int // index into all
	recent [256]int32       // index+1 into all, by keyed; 0: none
}

// of returns the line with this key. It is valid until the next call.
func (l *stockLines) of(key stockKey) *stockLine {
	recent := &l.recent[keyed(key)]
	if at := int(*recent) - 1; at >= 0 && l.all[at].stockKey == key {
		return &l.all[at]
	}
	at, found := l.at[key]
	if !found {
		at = len(l.all)
		l.all, l.at[key] = append(l.all, stockLine{stockKey: key}), at
	}
	*recent = int32(at) + 1
	return &l.all[at]
}

// keyed returns a number that other keys seldom have.
func keyed(key stockKey) (sum byte) {
	for _, s := range [...]string{key.scenario, string(key.status), key.cost.Configuration} {
		sum *= 31
		if len(s) > 0 {
			sum += byte(len(s)) + 7*s[0] + 13*s[len(s)-1]
		}
	}
	return sum + byte(key.cost.Rule)
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

// wanterOf returns a wanter for the decisions of a plan.
func wanterOf(decisions []policy.Decision) func(i int) int {
	return func(i int) int {
		if decisions[i].Action == policy.None {
			return nobody
		}
		return int(decisions[i].Policy)
	}
}

// want counts one more execution that a policy wants. A linear search is enough,
// because few policies want executions of one line.
func (l *stockLine) want(policy int) {
	for i := range l.wanted {
		if l.wanted[i].policy == policy {
			l.wanted[i].count++
			return
		}
	}
	l.wanted = append(l.wanted, wanted{policy, 1})
}

// clone returns a copy whose counts of wanted ones can change.
func (s stock) clone() stock {
	c := slices.Clone(s)
	for i := range c {
		c[i].wanted = slices.Clone(c[i].wanted)
	}
	return c
}

// unwant takes a row of a plan off what its policy wants. Only what runs is counted
// by what it holds.
func (s stock) unwant(t *report.Table, row int) {
	if t.Status(row) != workload.Running {
		return
	}
	key := stockKey{scenario: t.Scenario(row), status: workload.Running, cost: t.CostKey(row)}
	for i := range s {
		for j := range s[i].wanted {
			if s[i].stockKey == key && s[i].wanted[j].policy == t.Policy(row) {
				s[i].wanted[j].count--
			}
		}
	}
}

// restock counts the newest listing of a group. Policies still want what they
// wanted in the plan, except changes that have an outcome.
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

// running returns what the RUNNING executions of a line hold.
func (l *stockLine) running(p report.Price) *report.Running {
	r := &report.Running{Plan: p.Plan, Holds: p.Held.Times(l.count)}
	for _, w := range l.wanted {
		held := p.Held.Times(w.count)
		r.Expired = r.Expired.Add(held)
		r.ExpiredBy = append(r.ExpiredBy, report.PolicyHolding{Policy: w.policy, Holds: held})
	}
	return r
}

// priced returns the stock for the report, with prices. Lines that differ only in
// their cost key become one if the plan is the same.
func (s stock) priced(prices report.Prices) []report.Stock {
	lines := make([]report.Stock, len(s))
	for i := range s {
		l := &s[i]
		lines[i] = report.Stock{Scenario: l.scenario, Status: l.status, Count: l.count, Oldest: l.oldest}
		if l.status == workload.Running {
			lines[i].Running = l.running(prices.Of(l.cost))
		}
	}
	compare := func(a, b report.Stock) int {
		return cmp.Or(cmp.Compare(a.Scenario, b.Scenario), cmp.Compare(a.Status, b.Status), cmp.Compare(a.Plan(), b.Plan()))
	}
	slices.SortStableFunc(lines, compare)
	merged := lines[:0]
	for _, line := range lines {
		if n := len(merged); n > 0 && compare(merged[n-1], line) == 0 {
			merged[n-1].Add(&line)
			continue
		}
		merged = append(merged, line)
	}
	return slices.Clip(merged)
}
