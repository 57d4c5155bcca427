package policy

import "github.com/aicore-reaper/aicore-reaper/internal/glob"

// Patterns returns the globs that a key of a match names, such as scenarios, but not
// those inside a not; nil where it names none.
func (m Match) Patterns(key string) glob.List {
	var patterns glob.List
	for _, c := range m.Conditions {
		if n, ok := c.(*named); ok && n.field.Key == key {
			patterns = append(patterns, n.patterns...)
		}
	}
	return patterns
}
