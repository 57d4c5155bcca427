package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// rule is a policy made ready for one resource group.
type rule struct {
	matcher
	index     int16    // of the policy in its set
	states    stateSet // those that its action can act on
	olderThan time.Duration
	keep      *Keep
	dry       bool
}

// rulesFor makes the policies ready that are for group g, in file order.
func (s *Set) rulesFor(g *workload.ResourceGroup) []rule {
	var rules []rule
	for i := range s.Policies {
		if p := &s.Policies[i]; p.isFor(g) {
			rules = append(rules, newRule(int16(i), p))
		}
	}
	return rules
}

func (p *Policy) isFor(g *workload.ResourceGroup) bool {
	return len(p.Groups) == 0 || p.Groups.Match(g.ID)
}

func newRule(index int16, p *Policy) rule {
	r := rule{matcher: newMatcher(p.Match, p.Action), index: index, keep: p.Keep, dry: p.DryRun}
	r.olderThan = r.matcher.olderThan()
	for _, s := range states {
		if p.Action.AppliesTo(s) {
			r.states |= stateOf(s)
		}
	}
	return r
}

// view is what one policy makes of one execution before vetoes.
type view struct {
	reason  Reason // ReasonExpired, or why this policy does not want it
	matched bool   // the match holds, ages included, and there is an age
	holds   bool   // the match holds when olderThan and youngerThan are left out
}

// view answers for the execution in hand, before keep; counts reports whether
// keep counts it.
func (r *rule) view(s *subject) (v view, counts bool) {
	applies := r.states&s.states != 0
	if !applies && r.keep == nil {
		return view{reason: ReasonUnmatched}, false
	}
	s.under(&r.matcher)
	whole, agesAside := r.ask(s)
	if !applies {
		return view{reason: ReasonUnmatched}, agesAside == True
	}
	v.reason = r.reason(s, whole, agesAside)
	v.matched, v.holds = v.reason == ReasonExpired, agesAside == True
	return v, v.holds
}

func (r *rule) reason(s *subject, whole, agesAside Truth) Reason {
	switch {
	case whole != True && agesAside == False:
		return ReasonUnmatched
	case whole != True && agesAside == Unknown:
		return s.flaws.reason()
	case !s.origin().at.Readable():
		return ReasonNoTimestamp
	case whole != True:
		return ReasonNotExpired
	}
	return ReasonExpired
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
