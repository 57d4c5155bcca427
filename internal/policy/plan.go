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
	p.announce(in.Now)
	p.hangKeeps()
	p.plan.Questions, p.plan.Waiting = p.questions()
	p.plan.Pairs = p.pairs.sorted()
	return p.plan
}

// planner decides over one resource group.
type planner struct {
	vetoes     vetoes
	factual    bool // the set needs facts
	ahead      bool // it decides for a future time and counts nothing
	rules      []rule
	kept       [][]view    // views by rule and execution, nil for rules without a keep
	weighed    [][]counted // by rule: the executions that its keep counts or may count, if that depends on facts
	wanting    []int       // the rules that want the current execution
	hoping     []int       // the rules that may want it, depending on facts
	needed     []flaw      // by execution: the facts on which a decision depends; nil: none
	byNotice   []int       // the rules with a notice, the shortest notice first
	ripe       []ripening  // memory for the method ripening
	blockers   [2]int      // see wantedBefore: the enforcing and the dry-run rule found last, -1 if none
	pairs      pairs
	executions []workload.Execution
	subject    *subject
	location   *time.Location
	plan       Plan
}

func newPlanner(s *Set, in *Input) *planner {
	p := &planner{vetoes: s.vetoes(), rules: s.rulesFor(&in.Group), executions: in.Executions, subject: newSubject(in), location: s.location()}
	needs := s.Needs()
	p.factual = needs.Any()
	p.wanting, p.pairs = make([]int, 0, len(p.rules)), newPairs(len(p.rules))
	p.plan = Plan{Decisions: make([]Decision, len(in.Executions)), Tallies: make([]Tally, len(s.Policies))}
	p.weighKeeps()
	return p
}

// decide makes the decision on execution i.
func (p *planner) decide(i int32) {
	p.subject.look(&p.executions[i])
	ruling := p.vetoes.rule(p.subject)
	if ruling.fault {
		p.plan.ProtectErrors++
	}
	choice, reason := p.choose(i)
	veto := p.vetoFor(i, ruling, choice, reason)
	p.share(choice, veto != 0)
	if veto != 0 {
		choice, reason = -1, veto
	}
	p.plan.Decisions[i] = p.decision(choice, reason)
}

// vetoFor returns the veto that counts, 0 if none: one that holds, or one that
// may hold if any policy wants or may want the execution. It also records the
// facts on which that depends.
func (p *planner) vetoFor(i int32, r ruling, choice int, reason Reason) Reason {
	if r.veto != 0 || r.doubt == 0 && len(p.hoping) == 0 {
		return r.veto
	}
	if reason != ReasonExpired {
		choice = -1
	}
	p.hang(i, choice, r.facts)
	if choice < 0 && len(p.hoping) == 0 {
		return 0
	}
	return r.doubt
}

// choose asks every rule, without vetoes, and returns the one that gets the
// execution: the first enforcing rule that wants it, else the first dry-run rule
// that wants it. If none wants it, choose returns the first rule with a reason to
// keep it, or -1.
func (p *planner) choose(i int32) (choice int, reason Reason) {
	choice, reason = -1, ReasonUnmatched
	p.wanting, p.hoping = p.wanting[:0], p.hoping[:0]
	scenario, dry := 0, true
	for r := range p.rules {
		v := p.view(r, i)
		if p.factual && v.hopes() {
			p.hoping = append(p.hoping, r)
		}
		if v.reason == ReasonUnmatched {
			continue
		}
		rule := &p.rules[r]
		if !p.ahead {
			p.plan.Tallies[rule.index].add(v)
			if v.marks&holds != 0 {
				scenario = p.pairs.add(r, rule.index, scenario, p.subject.execution.ScenarioID)
			}
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

// hopes reports whether a policy that does not want an execution may want it once
// more facts are known.
func (v *view) hopes() bool {
	return v.marks&surely == 0 && (v.marks&may != 0 || v.reason.keeps())
}

// view returns how rule r sees the current execution, which has index i.
func (p *planner) view(r int, i int32) view {
	kept := p.kept[r]
	if kept != nil && !p.ahead {
		return kept[i]
	}
	v, _ := p.rules[r].view(p.subject)
	if kept != nil {
		v.keep(kept[i].saved)
		v.marks.set(surely, kept[i].marks&surely != 0)
	}
	return v
}

// share updates the tallies of all rules that want the current execution.
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
	if v.marks&matched != 0 {
		t.Matched++
	}
	if v.reason.keeps() {
		t.Kept++
	}
	if v.reason == ReasonWhenError {
		t.Errors++
	}
}

// decision returns the decision for the chosen rule, -1 if none, and the reason.
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
