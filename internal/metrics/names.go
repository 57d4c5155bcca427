package metrics

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// maxNames bounds the values of a label that users make up.
const maxNames = 200

// other stands for the values beyond the bound.
const other = "other"

// names are the values of a label that have series of their own. A value that has
// been admitted stays, so that its series go on.
type names struct{ admitted map[string]bool }

func newNames() names { return names{admitted: make(map[string]bool)} }

// admit gives the largest of the values series of their own while there is room.
// Of two that are as large the first by name is taken.
func (n names) admit(sizes map[string]int) {
	for name := range n.admitted {
		delete(sizes, name)
	}
	largest := slices.SortedFunc(maps.Keys(sizes), func(a, b string) int {
		return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(a, b))
	})
	for _, name := range largest[:min(len(largest), maxNames-len(n.admitted))] {
		n.admitted[name] = true
	}
}

// bounded is the value itself, or other where it was not admitted.
func (n names) bounded(value string) string {
	if value = text(value); n.admitted[value] {
		return value
	}
	return other
}

// scenarioSizes counts the executions listed in each scenario.
func scenarioSizes(r *report.Report) map[string]int {
	sizes := make(map[string]int)
	for i := range r.Groups {
		g := &r.Groups[i]
		for j := range g.Stock {
			sizes[text(g.Stock[j].Scenario)] += g.Stock[j].Count
		}
		for j := range g.Pairs {
			sizes[text(g.Pairs[j].Scenario)] += 0 // what was listed, and is gone now
		}
	}
	return sizes
}

// text makes a value of a label of what the API or a user wrote. Prometheus takes
// valid UTF-8 alone.
func text(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
