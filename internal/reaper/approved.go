package reaper

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Approved is a reviewed plan: what a sweep may do, by resource group and
// execution. A nil Approved allows everything that the policies want.
type Approved struct {
	rows map[string]map[string]ApprovedRow
}

// ApprovedRow is one reviewed decision.
type ApprovedRow struct {
	Policy string
	Action policy.Action   // Stop or Delete, as reported
	Target workload.Status // the final state: DELETED also for a stop that is followed by a deletion
}

// Allow adds a decision on an execution.
func (a *Approved) Allow(group, id string, row ApprovedRow) {
	if a.rows == nil {
		a.rows = make(map[string]map[string]ApprovedRow)
	}
	if a.rows[group] == nil {
		a.rows[group] = make(map[string]ApprovedRow)
	}
	a.rows[group][id] = row
}

// Groups returns the sorted ids of the resource groups in which the plan acts.
func (a *Approved) Groups() []string { return slices.Sorted(maps.Keys(a.rows)) }

func (a *Approved) names(group, id string) bool {
	if a == nil {
		return false
	}
	_, ok := a.rows[group][id]
	return ok
}

// narrowAll returns the plans with only those decisions that were reviewed and
// are the same now. A reviewed decision that is no longer wanted stays as a row
// that says why, even if its group no longer exists.
func (s *sweep) narrowAll(plans []*groupPlan) []*groupPlan {
	a := s.Approved
	if a == nil {
		return plans
	}
	narrowed := make([]*groupPlan, 0, len(plans))
	there := make(map[string]bool)
	for _, p := range plans {
		there[p.group.ID] = true
		narrowed = append(narrowed, s.narrow(p, a.rows[p.group.ID]))
	}
	for _, group := range a.Groups() {
		if !there[group] && s.Shard.has(group) {
			p := &groupPlan{group: workload.ResourceGroup{ID: group}, skipped: "the reviewed plan acts in it, and it is not among the resource groups that are swept now"}
			narrowed = append(narrowed, s.narrow(p, a.rows[group]))
		}
	}
	return narrowed
}

// narrow is narrowAll for one resource group.
func (s *sweep) narrow(p *groupPlan, reviewed map[string]ApprovedRow) *groupPlan {
	n := *p
	n.tallies = slices.Clone(p.tallies)
	n.notes = make(map[string]report.Done)
	missing := maps.Clone(reviewed)
	if p.table.Len() > 0 {
		var from []int
		n.table, from = p.table.Revise(func(i int) report.Revised {
			row, named := reviewed[p.table.ID(i)]
			delete(missing, p.table.ID(i))
			return s.review(&n, p.table, i, row, named)
		})
		n.records = pick(p.records, from)
	}
	if len(missing) > 0 {
		n.rest, n.restDone = s.absent(p, missing)
	}
	return &n
}

// review returns how a reviewed plan changes one decision.
func (s *sweep) review(n *groupPlan, t *report.Table, i int, row ApprovedRow, named bool) report.Revised {
	now := report.Revised{Action: t.Action(i), Reason: t.Reason(i)}
	switch {
	case now.Action == policy.None:
		if named {
			n.notes[t.ID(i)] = report.Done{Error: "dropped out of the plan: it is kept now"}
		}
		now.Drop = !named && !s.All
		return now
	case !named: // expired since the plan was made
		n.tallies[t.Policy(i)].Matched--
		return report.Revised{Drop: true}
	}
	if was, is := row, s.rowNow(t, i); was != is {
		n.tallies[t.Policy(i)].Matched--
		n.notes[t.ID(i)] = report.Done{Error: fmt.Sprintf("dropped out of the plan: it says %s, the policies now say %s", was, is)}
		now.Action = policy.None
	}
	return now
}

// rowNow returns a decision in the form of a reviewed plan.
func (s *sweep) rowNow(t *report.Table, i int) ApprovedRow {
	r := report.Row{Action: t.Action(i)}
	return ApprovedRow{Policy: s.Policies.Policies[t.Policy(i)].Name, Action: r.Sent(), Target: r.Target()}
}

// String describes a reviewed decision for people.
func (r ApprovedRow) String() string {
	if r.Action == policy.Stop && r.Target == workload.Deleted {
		return fmt.Sprintf("stop, then delete, by policy %s", r.Policy)
	}
	return fmt.Sprintf("%s by policy %s", r.Action, r.Policy)
}

// absent returns rows for reviewed executions that are not listed.
func (s *sweep) absent(p *groupPlan, missing map[string]ApprovedRow) (*report.Table, *report.Results) {
	done := report.Done{Outcome: report.Gone, Error: "dropped out of the plan: it is no longer there"}
	if p.err != nil || p.skipped != "" {
		done = report.Done{Outcome: report.Planned, Error: "not sent: its resource group was not listed"}
	}
	b := report.NewBuilder(p.group.ID, len(missing))
	for _, id := range slices.Sorted(maps.Keys(missing)) {
		b.Add(&workload.Execution{ID: id}, &policy.Decision{Policy: -1, Action: missing[id].Action, Reason: policy.ReasonExpired}, 0, cost.Key{Rule: -1})
	}
	return b.Table(), report.NewResults(len(missing), done)
}
