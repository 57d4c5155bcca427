package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// rule is a policy prepared for one resource group.
type rule struct {
	matcher
	index     int16    // of the policy in its set
	states    stateSet // the states on which its action can act
	olderThan time.Duration
	keep      *Keep
	dry       bool
	notice    time.Duration
	readsTime bool // its match reads the time or an age elsewhere than in olderThan and youngerThan
}

// rulesFor prepares the policies that apply to group g, in file order.
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
	r := rule{matcher: newMatcher(p.Match, p.Action), index: index, keep: p.Keep, dry: p.DryRun, notice: p.Notice}
	var n Needs
	p.Match.needs(&n)
	r.olderThan, r.readsTime = r.matcher.olderThan(), n.clock
	for _, s := range states {
		if p.Action.AppliesTo(s) {
			r.states |= stateOf(s)
		}
	}
	return r
}

// view is how one policy sees one execution, before vetoes.
type view struct {
	reason Reason // ReasonExpired, or why this policy does not want it
	saved  Reason // the keep rule that saves it when it has expired; 0: none
	facts  flaw   // the facts on which the match depends
	marks  marks
}

// marks are the flags of a view.
type marks uint8

const (
	matched marks = 1 << iota // the match holds, including ages, and the age is readable
	holds                     // the match holds without olderThan and youngerThan
	may                       // the match does not hold, but facts may change that
	surely                    // keep saves it, whatever the unknown facts are
	alive                     // a decision depends on which executions keep counts in its group
)

// set sets or clears a mark.
func (m *marks) set(mark marks, on bool) {
	*m &^= mark
	if on {
		*m |= mark
	}
}

// view returns the view of the current execution, before keep. counts is whether
// keep counts it, Unknown if that depends on facts.
func (r *rule) view(s *subject) (v view, counts Truth) {
	applies := r.states&s.states != 0
	if !applies && r.keep == nil {
		return view{reason: ReasonUnmatched}, False
	}
	s.under(&r.matcher)
	whole, anyAge := r.ask(s)
	counts = truth(anyAge == True)
	v.reason = ReasonUnmatched
	if applies {
		v.reason = r.reason(s, whole, anyAge)
		v.marks.set(matched, v.reason == ReasonExpired)
		v.marks.set(holds, anyAge == True)
	}
	if v.facts = s.flaws & flawFacts; v.facts != 0 {
		best, bestAnyAge := r.hope(s)
		v.marks.set(may, applies && best == True && !r.certain(whole, anyAge) && s.origin().at.Readable())
		if anyAge == Unknown && bestAnyAge == True {
			counts = Unknown
		}
	}
	return v, counts
}

// hope is ask under the assumption that unknown facts have the answers that the
// match needs.
func (r *rule) hope(s *subject) (whole, anyAge Truth) {
	flaws := s.flaws
	s.bias = True
	whole, anyAge = r.ask(s)
	s.bias, s.flaws = Unknown, flaws
	return whole, anyAge
}

// certain reports whether the match holds and, if there is a keep, whether it is
// known that keep counts the execution.
func (r *rule) certain(whole, anyAge Truth) bool {
	return whole == True && (r.keep == nil || anyAge != Unknown)
}

func (r *rule) reason(s *subject, whole, anyAge Truth) Reason {
	certain := r.certain(whole, anyAge)
	switch {
	case !certain && anyAge == False:
		return ReasonUnmatched
	case !certain && anyAge == Unknown:
		return s.flaws.reason()
	case !s.origin().at.Readable():
		return ReasonNoTimestamp
	case !certain:
		return ReasonNotExpired
	}
	return ReasonExpired
}

// reason returns why a match is unknown. Without a flaw a field is missing; the
// execution then counts as unmatched.
func (f flaw) reason() Reason {
	switch {
	case f&flawWhen != 0:
		return ReasonWhenError
	case f&flawAge != 0:
		return ReasonNoTimestamp
	}
	return ReasonUnmatched
}
