package policy

import "time"

// has returns what actionAt does, but it asks all other rules only if rule r
// wants the execution and no other rule is seen to come before it.
func (p *planner) has(r int, i int32, at time.Time) Action {
	p.look(at)
	p.subject.look(&p.executions[i])
	v := p.view(r, i)
	hopes := p.factual && v.hopes()
	if v.reason != ReasonExpired && !hopes {
		return None
	}
	ruling := p.vetoes.rule(p.subject)
	switch {
	case ruling.veto != 0 || p.blocked(r, i):
		return None
	case hopes:
		p.need(i, ruling.facts|p.opens(r, i))
		return None
	case ruling.doubt != 0:
		p.need(i, ruling.facts)
		return None
	}
	return p.actionAt(r, i, at)
}

// blocked reports whether a rule that comes before rule r wants the current
// execution: an earlier rule of the same kind or, if r is a dry-run rule, any
// enforcing one.
func (p *planner) blocked(r int, i int32) bool {
	if p.rules[r].dry {
		return p.wantedBefore(r, true, i) || p.wantedBefore(len(p.rules), false, i)
	}
	return p.wantedBefore(r, false, i)
}

// wantedBefore reports whether a dry-run or an enforcing rule before r wants the
// current execution. It first asks the rule that it found last, which most often
// still wants it. Otherwise it searches backwards from r. If the rule found last
// is not before r, the rules between the two were not searched yet, so all
// searches together ask each rule about once.
func (p *planner) wantedBefore(r int, dry bool, i int32) bool {
	last := &p.blockers[0]
	if dry {
		last = &p.blockers[1]
	}
	if *last >= 0 && *last < r && p.view(*last, i).reason == ReasonExpired {
		return true
	}
	for before := r - 1; before >= 0; before-- {
		if p.rules[before].dry == dry && p.view(before, i).reason == ReasonExpired {
			*last = before
			return true
		}
	}
	return false
}

// actionAt returns what rule r will do to execution i at a future time, None if
// it does not take it then.
func (p *planner) actionAt(r int, i int32, at time.Time) Action {
	p.look(at)
	p.subject.look(&p.executions[i])
	ruling := p.vetoes.rule(p.subject)
	if ruling.veto != 0 {
		return None
	}
	choice, reason := p.choose(i)
	if p.vetoFor(i, ruling, choice, reason) != 0 || choice != r || reason != ReasonExpired {
		return None
	}
	return p.rules[r].action.on(p.subject.execution.Status)
}
