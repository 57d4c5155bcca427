package policy

import (
	"cmp"
	"slices"
)

// hang finds out which unknown facts the decision on execution i hangs on. choice
// is the rule that wants it for certain, -1 for none; no veto holds for certain.
func (p *planner) hang(i int32, choice int, doubt flaw) {
	open := doubt
	wanted := choice >= 0
	for _, r := range p.hoping {
		if !p.mayHave(r, choice) {
			continue
		}
		wanted = true
		v := p.view(r, i)
		if v.marks&may != 0 {
			open |= v.facts
		}
		if p.kept[r] != nil {
			p.kept[r][i].marks |= alive
		}
	}
	if wanted {
		p.need(i, open)
	}
}

// mayHave reports whether rule r would have an execution that it may want, though
// choice wants it for certain.
func (p *planner) mayHave(r, choice int) bool {
	switch {
	case choice < 0:
		return true
	case p.rules[r].dry:
		return p.rules[choice].dry && r < choice
	}
	return p.rules[choice].dry || r < choice
}

// need notes that facts on execution i decide.
func (p *planner) need(i int32, facts flaw) {
	if facts == 0 {
		return
	}
	if p.needed == nil {
		p.needed = make([]flaw, len(p.executions))
	}
	p.needed[i] |= facts
}

// hangKeeps needs all that the keep of a rule counts in a group where a decision
// hangs on that.
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

// questions are the needed facts that nobody has asked for yet, and how many
// executions wait for those that could not be had.
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
