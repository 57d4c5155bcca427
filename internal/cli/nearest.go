package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// shownNear is how many ids are named in place of one that there is not.
const shownNear = 3

// nearest keeps, of many ids, the few that are written most like one, in a time
// that grows with their number alone.
type nearest struct {
	to   []rune
	best []near // nearest first
	id   []rune // of the one in hand
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
	// Without a bound: with one, the library answers 2 for "aaüa" and "bbbb".
	distance, _, _ := levenshtein.Calculate(n.to, n.id, 0, 1, 1, 1)
	candidate := near{id, distance}
	if len(n.best) == shownNear && candidate.compare(n.best[shownNear-1]) >= 0 {
		return
	}
	candidate.id = strings.Clone(id) // its listing is let go
	at, _ := slices.BinarySearchFunc(n.best, candidate, near.compare)
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
