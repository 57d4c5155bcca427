package policy

import (
	"cmp"
	"slices"
)

// hang finds the unknown facts on which the decision on execution i depends.
// choice is the rule that certainly wants it, -1 if none. No veto certainly
// holds.
func (p *planner) hang(i int32, choice int, doubt flaw) {
	open := doubt
	wanted := choice >= 0
	for _, r := range p.hoping {
		if !p.mayHave(r, choice) {
			continue
		}
		wanted = true
		open |= p.opens(r, i)
	}
	if wanted {
		p.need(i, open)
	}
}

// opens returns the facts on which it depends whether rule r, which may want
// execution i, wants it. It also records that its keep decides, if it has one.
func (p *planner) opens(r int, i int32) flaw {
	v := p.view(r, i)
	if p.kept[r] != nil {
		p.kept[r][i].marks |= alive
	}
	if v.marks&may == 0 {
		return 0
	}
	return v.facts
}

// mayHave reports whether rule r, which may want an execution, would get it
// although choice certainly wants it.
func (p *planner) mayHave(r, choice int) bool {
	switch {
	case choice < 0:
		return true
	case p.rules[r].dry:
		return p.rules[choice].dry && r < choice
	}
	return p.rules[choice].dry || r < choice
}

// need records that the decision on execution i needs these facts.
func (p *planner) need(i int32, facts flaw) {
	if facts == 0 {
		return
	}
	if p.needed == nil {
		p.needed = make([]flaw, len(p.executions))
	}
	p.needed[i] |= facts
}

// hangKeeps records the facts that keeps need: for each group in which a decision
// depends on a keep, those of all executions that it counts.
func (p *planner) hangKeeps() {
	for r := range p.rules {
		for group := range perGroup(p.weighed[r]) {
			if slices.ContainsFunc(group, func(c counted) bool { return p.kept[r][c.index].marks&alive != 0 }) {
				p.hangGroup(r, group)
			}
		}
	}
}

func (p *planner) hangGroup(r int, group []counted) {
	best := p.rules[r].keep.Best
	for _, c := range group {
		switch v := &p.kept[r][c.index]; {
		case v.facts != 0:
			p.need(c.index, v.facts)
		case best != nil:
			if _, _, known := p.subject.facts.metric(p.executions[c.index].ID, best.Metric); !known {
				p.need(c.index, flawFact<<FactMetrics)
			}
		}
	}
}

// questions returns the needed facts that have not been fetched yet, and how many
// executions wait for facts that could not be fetched.
func (p *planner) questions() (q Questions, waiting []Waiting) {
	var failed [factKinds]Waiting
	for i, needed := range p.needed {
		for f := range factKinds {
			if needed&(flawFact<<f) == 0 {
				continue
			}
			if why := p.subject.facts.whyFailed(f, p.executions[i].ID); why != nil {
				failed[f] = Waiting{f, failed[f].Executions + 1, cmp.Or(failed[f].Why, why)}
			} else {
				q[f] = append(q[f], int32(i))
			}
		}
	}
	return q, slices.DeleteFunc(failed[:], func(w Waiting) bool { return w.Executions == 0 })
}
