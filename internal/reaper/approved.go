package reaper

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// Approved is a plan that somebody reviewed: what a sweep may do, by resource
// group and execution. A nil Approved allows everything that the policies want.
type Approved struct {
	actions map[string]map[string]policy.Action
}

// Allow adds an action, Stop or Delete as reported, on an execution.
func (p *Approved) Allow(group, id string, action policy.Action) {
	if p.actions == nil {
		p.actions = make(map[string]map[string]policy.Action)
	}
	if p.actions[group] == nil {
		p.actions[group] = make(map[string]policy.Action)
	}
	p.actions[group][id] = action
}

// Groups returns the ids of the resource groups that the plan acts in.
func (p *Approved) Groups() []string {
	var ids []string
	for id := range p.actions {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (p *Approved) names(group, id string) bool {
	if p == nil {
		return false
	}
	_, ok := p.actions[group][id]
	return ok
}

// narrow keeps of a group's rows those that the plan allows. What the plan names
// and is not acted on any more stays in the rows, with its reason.
func (p *Approved) narrow(group string, rows []Row) []Row {
	missing := make(map[string]policy.Action, len(p.actions[group]))
	for id, action := range p.actions[group] {
		missing[id] = action
	}
	kept := rows[:0]
	for _, r := range rows {
		allowed, named := p.actions[group][r.Execution.ID]
		delete(missing, r.Execution.ID)
		switch {
		case !named && r.Action != policy.None:
			continue // expired since the plan was made
		case named && r.Action != policy.None && Sent(r.Action) != allowed:
			r.drop(fmt.Sprintf("dropped out of the plan: it says %v, the policies now say %v", allowed, Sent(r.Action)))
		}
		kept = append(kept, r)
	}
	return append(kept, vanished(group, missing)...)
}

// drop makes a row one that is not acted on.
func (r *Row) drop(why string) {
	r.Action, r.Outcome, r.Error = policy.None, "", why
}

// vanished are rows for what the plan names and the listing no longer has.
func vanished(group string, missing map[string]policy.Action) []Row {
	rows := make([]Row, 0, len(missing))
	for id, action := range missing {
		r := Row{Group: group, Action: action, Outcome: Gone, Reason: policy.ReasonExpired, Error: "dropped out of the plan: it is no longer there"}
		r.Execution.ID = id
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b Row) int { return strings.Compare(a.Execution.ID, b.Execution.ID) })
	return rows
}
