package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Plan decides over all listed executions as of now.
func (s *Set) Plan(in Input) Plan {
	p := newPlanner(s, &in)
	for i := range in.Executions {
		p.decide(int32(i))
	}
	return p.plan
}

// planner decides over one resource group.
type planner struct {
	vetoes     vetoes
	rules      []rule
	kept       [][]view // by rule and execution, for rules with a keep; else nil
	executions []workload.Execution
	subject    *subject
	location   *time.Location
	plan       Plan
}

func newPlanner(s *Set, in *Input) *planner {
	p := &planner{vetoes: s.vetoes(), rules: s.rulesFor(&in.Group), executions: in.Executions, subject: newSubject(in), location: s.Location}
	if p.location == nil {
		p.location = time.UTC
	}
	p.plan = Plan{Decisions: make([]Decision, len(in.Executions)), Tallies: make([]Tally, len(s.Policies))}
	p.weighKeeps()
	return p
}

// weighKeeps settles what the policies with a keep make of each execution: keep
// counts over all of them before any is decided on.
func (p *planner) weighKeeps() {
	p.kept = make([][]view, len(p.rules))
	var memory []counted // at most one of each; what stays unused costs nothing
	for r := range p.rules {
		if p.rules[r].keep == nil {
			continue
		}
		if memory == nil {
			memory = make([]counted, 0, len(p.executions))
		}
		views, c := p.weigh(&p.rules[r], memory)
		c.sort(p.executions)
		for group := range c.perGroup {
			p.rules[r].keep.save(group, p.location, func(c counted, by Reason) { views[c.index].keep(by) })
		}
		p.kept[r], memory = views, c.entries
	}
}

// weigh is the view of r of each execution, keep aside, and what its keep counts.
func (p *planner) weigh(r *rule, memory []counted) ([]view, *counter) {
	views := make([]view, len(p.executions))
	c := newCounter(r.keep, memory)
	for i := range p.executions {
		p.subject.look(&p.executions[i])
		v, counts := r.view(p.subject)
		if counts {
			c.count(int32(i), p.subject)
		}
		views[i] = v
	}
	return views, c
}

// keep saves from expiry what the rule of that reason does, if any.
func (v *view) keep(by Reason) {
	if by != 0 && v.reason == ReasonExpired {
		v.reason = by
	}
}

// decide settles one execution: a veto, else the first policy that wants it,
// else the first that has a reason not to.
func (p *planner) decide(i int32) {
	p.subject.look(&p.executions[i])
	veto, failed := p.vetoes.reason(p.subject)
	if failed {
		p.plan.ProtectErrors++
	}
	choice, reason := -1, ReasonUnmatched
	for r := range p.rules {
		v := p.view(r, i)
		p.plan.Tallies[p.rules[r].index].add(v)
		if reason != ReasonExpired && (v.reason == ReasonExpired || reason == ReasonUnmatched && v.reason != ReasonUnmatched) {
			choice, reason = r, v.reason
		}
	}
	if veto != 0 {
		choice, reason = -1, veto
	}
	p.plan.Decisions[i] = p.decision(choice, reason)
}

func (p *planner) view(r int, i int32) view {
	if p.kept[r] != nil {
		return p.kept[r][i]
	}
	v, _ := p.rules[r].view(p.subject)
	return v
}

func (t *Tally) add(v view) {
	if v.matched {
		t.Matched++
	}
	if v.reason.keeps() {
		t.Kept++
	}
	if v.reason == ReasonWhenError {
		t.Errors++
	}
}

// decision writes down what was chosen: the rule, -1 for none, and the reason.
func (p *planner) decision(choice int, reason Reason) Decision {
	d := Decision{Policy: -1, Reason: reason}
	if choice < 0 {
		p.subject.under(&matcher{})
		d.Age, _ = p.subject.age()
		return d
	}
	r := &p.rules[choice]
	p.subject.under(&r.matcher)
	d.Policy = r.index
	d.Age, _ = p.subject.age()
	if reason == ReasonExpired {
		d.Action = r.action.on(p.subject.execution.Status)
		d.Overdue = d.Age - r.olderThan
	}
	return d
}
