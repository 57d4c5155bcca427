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
	p.plan.Pairs = p.pairs.sorted()
	return p.plan
}

// planner decides over one resource group.
type planner struct {
	vetoes     vetoes
	rules      []rule
	kept       [][]view // by rule and execution, for rules with a keep; else nil
	wanting    []int    // the rules that want the execution in hand
	pairs      pairs
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
	p.wanting, p.pairs = make([]int, 0, len(p.rules)), newPairs(len(p.rules))
	p.plan = Plan{Decisions: make([]Decision, len(in.Executions)), Tallies: make([]Tally, len(s.Policies))}
	p.weighKeeps()
	return p
}

// decide settles one execution.
func (p *planner) decide(i int32) {
	p.subject.look(&p.executions[i])
	veto := p.vetoes.reason(p.subject)
	if veto == ReasonProtected && p.subject.flaws&flawWhen != 0 {
		p.plan.ProtectErrors++
	}
	choice, reason := p.choose(i)
	p.share(choice, veto != 0)
	if veto != 0 {
		choice, reason = -1, veto
	}
	p.plan.Decisions[i] = p.decision(choice, reason)
}

// choose asks every rule, vetoes aside, and returns the one that has the
// execution: the first that enforces and wants it, else the first of the dry ones
// that does, else, to keep it, the first with a reason; -1 where none has one.
func (p *planner) choose(i int32) (choice int, reason Reason) {
	choice, reason = -1, ReasonUnmatched
	p.wanting = p.wanting[:0]
	scenario, dry := 0, true
	for r := range p.rules {
		v := p.view(r, i)
		if v.reason == ReasonUnmatched {
			continue
		}
		rule := &p.rules[r]
		p.plan.Tallies[rule.index].add(v)
		if v.holds {
			scenario = p.pairs.add(r, rule.index, scenario, p.subject.execution.ScenarioID)
		}
		if v.reason == ReasonExpired {
			p.wanting = append(p.wanting, r)
			if reason != ReasonExpired || dry && !rule.dry {
				choice, reason, dry = r, ReasonExpired, rule.dry
			}
		} else if reason == ReasonUnmatched {
			choice, reason = r, v.reason
		}
	}
	return choice, reason
}

func (p *planner) view(r int, i int32) view {
	if p.kept[r] != nil {
		return p.kept[r][i]
	}
	v, _ := p.rules[r].view(p.subject)
	return v
}

// share counts who has the execution in hand of all rules that want it.
func (p *planner) share(choice int, vetoed bool) {
	for _, r := range p.wanting {
		switch t := &p.plan.Tallies[p.rules[r].index]; {
		case vetoed:
			t.Protected++
		case r != choice:
			t.Elsewhere++
		}
	}
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
		d.Action, d.DryRun = r.action.on(p.subject.execution.Status), r.dry
		d.Overdue = d.Age - r.olderThan
	}
	return d
}
