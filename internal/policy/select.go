package policy

import (
	"fmt"
	"slices"
	"time"
)

// Select returns the set with only these policies, in file order, and the same
// protect entries and limits. If a policy does not exist, the error names it and
// the most similar existing name.
func (s *Set) Select(names ...string) (*Set, error) {
	known := make([]string, len(s.Policies))
	for i := range s.Policies {
		known[i] = s.Policies[i].Name
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, unknownPolicy(name, known)
		}
	}
	selected := *s
	selected.Policies = slices.DeleteFunc(slices.Clone(s.Policies), func(p Policy) bool { return !slices.Contains(names, p.Name) })
	return &selected, nil
}

// location returns the time zone of the calendar.
func (s *Set) location() *time.Location {
	if s.Location == nil {
		return time.UTC
	}
	return s.Location
}

func unknownPolicy(name string, known []string) error {
	if len(known) == 0 {
		return fmt.Errorf("no policy %q: the config has no policies", name)
	}
	return fmt.Errorf("no policy %q in the config: did you mean %q?", name, nearest(name, known))
}
