package policy

import (
	"fmt"
	"slices"

	"github.com/agext/levenshtein"
)

// Select is the set with the policies of these names only, in file order, and
// the same protect entries and limits. The error names the first that there is
// no policy of, and the nearest that there is.
func (s *Set) Select(names ...string) (*Set, error) {
	for _, name := range names {
		if !slices.ContainsFunc(s.Policies, func(p Policy) bool { return p.Name == name }) {
			return nil, s.unknownPolicy(name)
		}
	}
	selected := *s
	selected.Policies = slices.DeleteFunc(slices.Clone(s.Policies), func(p Policy) bool { return !slices.Contains(names, p.Name) })
	return &selected, nil
}

func (s *Set) unknownPolicy(name string) error {
	if len(s.Policies) == 0 {
		return fmt.Errorf("no policy %q: the config has no policies", name)
	}
	nearest := slices.MinFunc(s.Policies, func(a, b Policy) int {
		return levenshtein.Distance(a.Name, name, nil) - levenshtein.Distance(b.Name, name, nil)
	})
	return fmt.Errorf("no policy %q in the config: did you mean %q?", name, nearest.Name)
}
