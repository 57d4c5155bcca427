package policy

import (
	"slices"
	"time"
)

// matcher is a match prepared for decisions. It separates the conditions that
// contain an age, because keep counts executions that match at any age.
type matcher struct {
	ageFrom AgeFrom
	action  Action      // of the policy; None for a protect entry
	steady  []Condition // conditions without an age
	ageless []Condition // the other conditions, with their ages removed
	aged    []Condition // the other conditions, unchanged
}

func newMatcher(m Match, a Action) matcher {
	r := matcher{ageFrom: m.AgeFrom, action: a}
	r.steady, r.ageless, r.aged = split(cheapFirst(m.Conditions))
	return r
}

// split separates conditions that contain an age from the others.
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

// ask returns the answer of the whole match, and its answer without olderThan and
// youngerThan. Neither follows from the other: not {scenarios: [a], olderThan:
// 3d} holds for a young execution of a, but not without olderThan. The flaws in s
// are then those of the answer without ages, and the facts that either answer
// needs.
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

// olderThan returns the olderThan of the match, 0 if it has none.
func (m *matcher) olderThan() time.Duration {
	var d time.Duration
	for _, c := range m.aged {
		if o, ok := c.(olderThan); ok {
			d = max(d, o.than)
		}
	}
	return d
}
