package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// shownNear is how many similar ids are suggested for an unknown one.
const shownNear = 3

// nearest finds the few of many ids that are most similar to a given one, in
// linear time.
type nearest struct {
	to   []rune
	best []near // nearest first
	id   []rune // the current id
}

type near struct {
	id       string
	distance int
}

func (n near) compare(o near) int {
	return cmp.Or(cmp.Compare(n.distance, o.distance), cmp.Compare(n.id, o.id))
}

func (n *nearest) take(id string) {
	n.id = n.id[:0]
	for _, r := range id {
		n.id = append(n.id, r)
	}
	// Without a limit: with one, the library wrongly returns 2 for "aaüa" and
	// "bbbb".
	distance, _, _ := levenshtein.Calculate(n.to, n.id, 0, 1, 1, 1)
	candidate := near{id, distance}
	if len(n.best) == shownNear && candidate.compare(n.best[shownNear-1]) >= 0 {
		return
	}
	at, known := slices.BinarySearchFunc(n.best, candidate, near.compare)
	if known {
		return
	}
	candidate.id = strings.Clone(id) // the listing need not stay in memory
	n.best = slices.Insert(n.best, at, candidate)
	n.best = n.best[:min(shownNear, len(n.best))]
}

func (n *nearest) ids() []string {
	ids := make([]string, len(n.best))
	for i := range n.best {
		ids[i] = n.best[i].id
	}
	return ids
}
