package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// shownNear is how many ids are named in place of one that there is not.
const shownNear = 3

// nearest keeps, of many ids, the few that are written most like one. Each is
// compared no further than those that are kept.
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
	bound := 0 // none
	if len(n.best) == shownNear {
		bound = n.best[shownNear-1].distance
	}
	distance, _, _ := levenshtein.Calculate(n.to, n.id, bound, 1, 1, 1)
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
