package policy

import "github.com/aicore-reaper/aicore-reaper/internal/glob"

// Patterns returns the globs of a key of the match, such as scenarios, without
// those inside a not. It returns nil if there are none.
func (m Match) Patterns(key string) glob.List {
	var patterns glob.List
	for _, c := range m.Conditions {
		if n, ok := c.(*named); ok && n.field.Key == key {
			patterns = append(patterns, n.patterns...)
		}
	}
	return patterns
}
