package policy

import "slices"

// weighKeeps computes the views of the policies with a keep, because keep must
// count all executions before any decision.
func (p *planner) weighKeeps() {
	p.kept, p.weighed = make([][]view, len(p.rules)), make([][]counted, len(p.rules))
	var memory []counted // at most one per execution; unused memory costs nothing
	for r := range p.rules {
		if p.rules[r].keep == nil {
			continue
		}
		if memory == nil {
			memory = make([]counted, 0, len(p.executions))
		}
		memory = p.weighRule(r, memory)
	}
}

// weighRule computes the views of one rule with a keep. It uses memory for
// counting and returns it for the next rule.
func (p *planner) weighRule(r int, memory []counted) []counted {
	rule := &p.rules[r]
	views, c := p.weigh(rule, memory)
	byGroup(c.entries, p.executions)
	p.keep(rule, c.entries, views, false)
	p.kept[r], p.weighed[r] = views, nil
	if len(c.maybe) > 0 {
		p.weighed[r] = slices.Concat(c.entries, c.maybe)
		byGroup(p.weighed[r], p.executions)
		p.keep(rule, p.weighed[r], views, true)
	} else if c.keep.Best != nil {
		p.weighed[r] = slices.Clone(c.entries)
	}
	return c.entries
}

// weigh returns the view of r of each execution before keep, and the counter of
// its keep.
func (p *planner) weigh(r *rule, memory []counted) ([]view, *counter) {
	views := make([]view, len(p.executions))
	c := newCounter(r.keep, memory)
	for i := range p.executions {
		p.subject.look(&p.executions[i])
		v, counts := r.view(p.subject)
		if counts != False {
			c.count(int32(i), p.subject, counts)
		}
		views[i] = v
	}
	return views, c
}

// keep applies the keep of r to the sorted entries. all means that the entries
// include those that only may count. An entry that is saved then is saved
// whatever the facts are, because each further entry can only push others out.
func (p *planner) keep(r *rule, entries []counted, views []view, all bool) {
	rules := r.keep.rules()
	group := keepGroup{planner: p}
	for group.entries = range perGroup(entries) {
		group.begin(rules)
		for i := range group.entries {
			by, sure := saved(rules, i)
			v := &views[group.entries[i].index]
			v.marks.set(surely, sure && (v.marks&may == 0 || len(r.ageless) == 0))
			if !all {
				v.keep(by)
			}
		}
	}
}

// keep marks the execution as saved by the rule of this reason, if any.
func (v *view) keep(by Reason) {
	v.saved = by
	if by != 0 && v.reason == ReasonExpired {
		v.reason = by
	}
}
