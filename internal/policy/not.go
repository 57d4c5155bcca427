package policy

// Not returns the condition of the key not: the match m does not hold. If m has
// only ages, the condition counts as an age itself.
func Not(m Match) Condition { return &not{match: m, ordered: cheapFirst(m.Conditions)} }

type not struct {
	match   Match
	ordered []Condition
}

func (c *not) holds(s *subject) Truth {
	outer := s.ageFrom
	s.narrow(c.match.AgeFrom)
	s.bias = s.bias.not()
	t := all(c.ordered, s).not()
	s.ageFrom, s.bias = outer, s.bias.not()
	return t
}

func (c *not) withoutAges() Condition {
	steady, ageless, aged := split(c.ordered)
	left := append(steady, ageless...)
	switch {
	case len(aged) == 0:
		return c
	case len(left) == 0:
		return nil
	}
	return Not(Match{Conditions: left, AgeFrom: c.match.AgeFrom})
}

func (c *not) costly() bool {
	for _, inner := range c.ordered {
		if inner.costly() {
			return true
		}
	}
	return false
}

func (c *not) needs(n *Needs) { c.match.needs(n) }

func (c *not) explain(s *subject) Check {
	outer := s.ageFrom
	s.narrow(c.match.AgeFrom)
	inner := explainAll(c.match.Conditions, s)
	s.ageFrom = outer
	return Check{Key: "not", Of: inner, Holds: c.holds(s)}
}
