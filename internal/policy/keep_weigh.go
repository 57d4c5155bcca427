package policy

import "slices"

// weighKeeps settles what the policies with a keep make of each execution: keep
// counts over all of them before any is decided on.
func (p *planner) weighKeeps() {
	p.kept, p.weighed = make([][]view, len(p.rules)), make([][]counted, len(p.rules))
	var memory []counted // at most one of each; what stays unused costs nothing
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

// weighRule settles the views of one rule with a keep. It counts into memory, and
// returns it for the next.
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

// weigh is the view of r of each execution, before keep, and what its keep counts.
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

// keep lets the keep of r say of all entries, which are sorted, what it saves.
// all says that what may count is among the entries, too: what is saved then is
// saved whatever the facts are, since the more count, the fewer of them are saved;
// but not where the match may hold for what does not count.
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

// keep saves from expiry what the rule of that reason does, if any.
func (v *view) keep(by Reason) {
	v.saved = by
	if by != 0 && v.reason == ReasonExpired {
		v.reason = by
	}
}
