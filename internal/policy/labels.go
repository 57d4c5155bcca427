package policy

import "slices"

// NeedsLabels reports whether any policy or protect entry reads the labels of the
// resource group.
func (s *Set) NeedsLabels() bool {
	for i := range s.Policies {
		if s.Policies[i].Match.readsLabels() {
			return true
		}
	}
	return slices.ContainsFunc(s.Protect, Match.readsLabels)
}

func (m Match) readsLabels() bool {
	return slices.ContainsFunc(m.Conditions, func(c Condition) bool {
		switch c := c.(type) {
		case *when:
			return slices.Contains(c.reads, "resourceGroup.labels")
		case *not:
			return c.match.readsLabels()
		}
		return false
	})
}
