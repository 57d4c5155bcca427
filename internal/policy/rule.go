package policy

import "time"

// rule is a policy made ready for one resource group.
type rule struct {
	matcher
	index     int16    // of the policy in its set
	states    stateSet // those that its action can act on
	olderThan time.Duration
	keep      *Keep
}

// rulesFor makes the policies ready that are for group g, in file order.
func (s *Set) rulesFor(g *Group) []rule {
	var rules []rule
	for i := range s.Policies {
		if p := &s.Policies[i]; p.isFor(g) {
			rules = append(rules, newRule(int16(i), p))
		}
	}
	return rules
}

func (p *Policy) isFor(g *Group) bool { return len(p.Groups) == 0 || p.Groups.Match(g.ID) }

func newRule(index int16, p *Policy) rule {
	r := rule{matcher: newMatcher(p.Match, p.Action), index: index, keep: p.Keep}
	r.olderThan = r.matcher.olderThan()
	for _, s := range states {
		if p.Action.AppliesTo(s) {
			r.states |= stateOf(s)
		}
	}
	return r
}

// view is what one policy makes of one execution, vetoes aside.
type view struct {
	reason  Reason // ReasonExpired, or why this policy does not want it
	matched bool   // the match holds, ages included
}

// view answers for the execution in hand, keep aside; counts tells whether the
// match holds ages aside, so that keep counts it.
func (r *rule) view(s *subject) (v view, counts bool) {
	v.reason = ReasonUnmatched
	applies := r.states&s.states != 0
	if !applies && r.keep == nil {
		return v, false
	}
	s.under(&r.matcher)
	t := r.agesAside(s)
	switch {
	case !applies:
	case t == True:
		v = r.ripe(s)
	case t == Unknown:
		v.reason = s.flaws.reason()
	}
	return v, t == True
}

// ripe is the view of an execution that the match holds for, ages aside.
func (r *rule) ripe(s *subject) view {
	t := all(r.aged, s)
	switch {
	case s.origin().at.IsZero():
		return view{ReasonNoTimestamp, t == True}
	case t != True:
		return view{ReasonNotExpired, false}
	}
	return view{ReasonExpired, true}
}

// reason is why a match is unknown: without a flaw a field is missing, and the
// execution counts as unmatched.
func (f flaw) reason() Reason {
	switch {
	case f&flawWhen != 0:
		return ReasonWhenError
	case f&flawAge != 0:
		return ReasonNoTimestamp
	}
	return ReasonUnmatched
}
