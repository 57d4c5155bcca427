package metrics

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// maxNames limits the number of values of a label that users choose.
const maxNames = 200

// other replaces the values beyond the limit.
const other = "other"

// names holds the values of a label that have their own series. An admitted value
// stays admitted, so that its series continue.
type names struct{ admitted map[string]bool }

func newNames() names { return names{admitted: make(map[string]bool)} }

// admit admits the largest of the values while there is room. Of two equal sizes
// it takes the first by name.
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

// bounded returns the value if it is admitted, otherwise other.
func (n names) bounded(value string) string {
	if value = text(value); n.admitted[value] {
		return value
	}
	return other
}

// scenarioSizes returns the number of listed executions of each scenario.
func scenarioSizes(r *report.Report) map[string]int {
	sizes := make(map[string]int)
	for i := range r.Groups {
		g := &r.Groups[i]
		for j := range g.Stock {
			sizes[text(g.Stock[j].Scenario)] += g.Stock[j].Count
		}
		for j := range g.Pairs {
			sizes[text(g.Pairs[j].Scenario)] += 0 // it was listed and may be gone now
		}
	}
	return sizes
}

// text returns a text of the API or of a user as a label value. Prometheus
// accepts only valid UTF-8.
func text(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
