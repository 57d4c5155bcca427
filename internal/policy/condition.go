package policy

// Condition is one key of a match. Each kind has its own file and a function
// that makes it: [Statuses], [Names], [OlderThan], [YoungerThan], [Tagged],
// [SilentFor], [FeedsDeployment], [Not], [When].
type Condition interface {
	// holds answers for the execution in hand.
	holds(s *subject) Truth
	// withoutAges is what is left of the condition when olderThan and youngerThan
	// are left out: itself where it has none of them, nil where nothing is left.
	withoutAges() Condition
	// costly puts the condition after those that are not, which may spare it.
	costly() bool
	// needs notes what it reads beyond what a listing holds anyway.
	needs(n *Needs)
	// explain answers with what it wanted and what it saw.
	explain(s *subject) Check
}

// cheap is the half of a condition that most of them share.
type cheap struct{}

func (cheap) costly() bool { return false }
func (cheap) needs(*Needs) {}

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
