package policy

import "slices"

// KeepView is how the keep of one policy sees an execution.
type KeepView struct {
	Counted    bool
	NotCounted NotCounted // why not
	Per        []PerView  // its group, besides the resource group
	Position   int        // in its group, newest first, from 1
	Of         int        // how many the group has
	Rules      []KeepRule // the rules in use; the first that saves gives the reason
}

// NotCounted is why keep does not count an execution; zero if it does.
type NotCounted uint8

// The reasons for not counting an execution.
const (
	NotMatched   NotCounted = iota + 1 // the policy does not match it at any age
	NotKnown                           // its status is an unknown word
	NotAmong                           // keep.statuses does not contain its status
	BeingDeleted                       // its target is DELETED
	WithoutTime                        // no time from which the policy's age counts
)

// PerView is a dimension of keep, with the value of the execution.
type PerView struct {
	Dimension Dimension
	Value     string // "" if missing
}

// KeepRule is how one keep rule sees an execution.
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
