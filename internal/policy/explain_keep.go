package policy

import "slices"

// KeepView is what the keep of one policy makes of an execution.
type KeepView struct {
	Counted    bool
	NotCounted NotCounted // why not
	Per        []PerView  // the group that it is in, beside the resource group
	Position   int        // in its group, newest first, from 1
	Of         int        // how many the group has
	Rules      []KeepRule // those in use; the first that saves gives the reason
}

// NotCounted is why keep does not count an execution; zero where it does.
type NotCounted uint8

// What keep does not count.
const (
	NotMatched   NotCounted = iota + 1 // the policy does not match it, at whatever age
	NotKnown                           // a status word that nobody knows
	NotAmong                           // its status is not among those of the keep
	BeingDeleted                       // its target is DELETED
	WithoutTime                        // no time to count the policy's age from
)

// PerView is a dimension of a keep with the value of the execution.
type PerView struct {
	Dimension Dimension
	Value     string // "" where it is missing
}

// KeepRule is what one rule of a keep makes of an execution.
type KeepRule struct {
	Rule  string // as in the config: latest, within, hourly…
	Wants string // what the config says
	Saw   string
	Saves bool
}

func (p *planner) explainKeep(r *rule, index int32, anyAge Truth) *KeepView {
	_, c := p.weigh(r, nil)
	byGroup(c.entries, p.executions)
	p.subject.look(&p.executions[index])
	p.subject.under(&r.matcher)
	v := &KeepView{NotCounted: c.whyNotCounted(p.subject, anyAge)}
	for _, d := range c.per {
		v.Per = append(v.Per, PerView{d, d.of(p.subject.execution)})
	}
	for group := range perGroup(c.entries) {
		if i := slices.IndexFunc(group, func(c counted) bool { return c.index == index }); i >= 0 {
			v.Counted, v.Position, v.Of = true, i+1, len(group)
			v.Rules = p.explainRules(r.keep, group, i)
		}
	}
	return v
}
