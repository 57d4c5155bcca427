package policy

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
		rules := c.keep.rules()
		group := keepGroup{planner: p}
		for group.entries = range c.perGroup {
			group.save(rules, func(c counted, by Reason) { views[c.index].keep(by) })
		}
		p.kept[r], memory = views, c.entries
	}
}

// weigh is the view of r of each execution, before keep, and what its keep counts.
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
