package policy

import (
	"slices"
	"time"
)

// matcher is a match made ready for deciding. It keeps the conditions with an age
// in them separate, since keep counts over what matches at any age.
type matcher struct {
	ageFrom AgeFrom
	action  Action      // of the policy; None for a protect entry
	steady  []Condition // those without an age in them
	ageless []Condition // what is left of the others without their ages
	aged    []Condition // the others, whole
}

func newMatcher(m Match, a Action) matcher {
	r := matcher{ageFrom: m.AgeFrom, action: a}
	r.steady, r.ageless, r.aged = split(cheapFirst(m.Conditions))
	return r
}

// split parts conditions by whether there is an age in them.
func split(conditions []Condition) (steady, ageless, aged []Condition) {
	for _, c := range conditions {
		switch left := c.withoutAges(); left {
		case c:
			steady = append(steady, c)
		case nil:
			aged = append(aged, c)
		default:
			aged, ageless = append(aged, c), append(ageless, left)
		}
	}
	return steady, ageless, aged
}

func cheapFirst(conditions []Condition) []Condition {
	ordered := slices.Clone(conditions)
	slices.SortStableFunc(ordered, func(a, b Condition) int {
		return int(truth(a.costly())) - int(truth(b.costly()))
	})
	return ordered
}

// ask answers for the match as a whole, and with olderThan and youngerThan left
// out. Neither follows from the other: not {scenarios: [a], olderThan: 3d} holds
// for a young one of a; with olderThan left out it does not. The flaws that it
// leaves are those of the answer without ages, and the facts that either needs.
func (m *matcher) ask(s *subject) (whole, anyAge Truth) {
	steady := all(m.steady, s)
	if steady == False {
		return False, False
	}
	flaws := s.flaws
	whole = min(steady, all(m.aged, s))
	facts := s.flaws & flawFacts
	s.flaws = flaws
	anyAge = min(steady, all(m.ageless, s))
	s.flaws |= facts
	return whole, anyAge
}

// olderThan is the age that the match asks for, 0 where it asks for none.
func (m *matcher) olderThan() time.Duration {
	var d time.Duration
	for _, c := range m.aged {
		if o, ok := c.(olderThan); ok {
			d = max(d, o.than)
		}
	}
	return d
}
