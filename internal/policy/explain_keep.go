package policy

import "slices"

// KeepView is what the keep of one policy makes of an execution.
type KeepView struct {
	Counted    bool       `json:"counted"`
	NotCounted string     `json:"notCounted,omitempty"` // why not
	Per        []PerView  `json:"per"`                  // the group that it is in, beside the resource group
	Position   int        `json:"position,omitempty"`   // in its group, newest first, from 1
	Of         int        `json:"of,omitempty"`         // how many the group has
	Rules      []KeepRule `json:"rules,omitempty"`      // those in use; the first that saves gives the reason
}

// PerView is a dimension of a keep with the value of the execution.
type PerView struct {
	Dimension Dimension `json:"dimension"`
	Value     string    `json:"value"` // "" where it is missing
}

// KeepRule is what one rule of a keep makes of an execution.
type KeepRule struct {
	Rule  string `json:"rule"`  // as in the config: latest, within, hourly…
	Wants string `json:"wants"` // what the config says
	Saw   string `json:"saw"`
	Saves bool   `json:"saves"`
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
