package policy

// Condition is one key of a match. Each kind has its own file and a function
// that makes it: [Statuses], [Names], [OlderThan], [YoungerThan], [Tagged],
// [SilentFor], [FeedsDeployment], [Not], [When].
type Condition interface {
	// holds returns the answer for the current execution.
	holds(s *subject) Truth
	// withoutAges returns the condition without olderThan and youngerThan. It is
	// the condition itself if it has none of them, and nil if it has nothing
	// else.
	withoutAges() Condition
	// costly reports whether the condition is expensive. Such conditions are
	// evaluated last, because the others may already decide.
	costly() bool
	// needs adds to n what the condition reads beyond the basic listing.
	needs(n *Needs)
	// explain returns the answer with what the condition wanted and what it saw.
	explain(s *subject) Check
}

// cheap implements the methods that are the same for most conditions.
type cheap struct{}

func (cheap) costly() bool { return false }
func (cheap) needs(*Needs) {}

// all returns the "and" of conditions, which is the least of their answers. If
// one of them is False, the flaws of the others are dropped, because they decided
// nothing.
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
