package policy

// Condition is one key of a match. Each kind has its own file and a function
// that makes it: [Statuses], [Names], [OlderThan], [YoungerThan], [Not], [When].
type Condition interface {
	// holds answers for the execution in hand.
	holds(s *subject) Truth
	// withoutAges is what is left of the condition when olderThan and youngerThan
	// are left out: itself where it has none of them, nil where nothing is left.
	withoutAges() Condition
	// costly puts the condition after those that are not, which may spare it.
	costly() bool
	// details reports whether it reads a field that a listing leaves out unless asked.
	details() bool
	// explain answers with what it wanted and what it saw.
	explain(s *subject) Check
}

// cheap is the half of a condition that most of them share.
type cheap struct{}

func (cheap) costly() bool  { return false }
func (cheap) details() bool { return false }

// all is the "and" of conditions: the least of their answers. A flaw of one is
// forgotten where another rules the execution out: it decided nothing.
func all(conditions []Condition, s *subject) Truth {
	least, flaws := True, s.flaws
	for _, c := range conditions {
		if least = min(least, c.holds(s)); least == False {
			s.flaws = flaws
			return False
		}
	}
	return least
}

// NeedsDetails reports whether any policy or protect entry reads fields that a
// listing leaves out otherwise.
func (s *Set) NeedsDetails() bool {
	for i := range s.Policies {
		if s.Policies[i].Match.details() {
			return true
		}
	}
	for _, m := range s.Protect {
		if m.details() {
			return true
		}
	}
	return false
}

func (m Match) details() bool {
	for _, c := range m.Conditions {
		if c.details() {
			return true
		}
	}
	return false
}
