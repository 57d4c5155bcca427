package policy

import (
	"slices"

	"github.com/agext/levenshtein"
)

// nearest returns the name that is most similar to word, the first of several.
// names must not be empty.
func nearest(word string, names []string) string {
	return slices.MinFunc(names, func(a, b string) int {
		return levenshtein.Distance(a, word, nil) - levenshtein.Distance(b, word, nil)
	})
}
