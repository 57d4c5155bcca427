package page

import (
	"cmp"
	"maps"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// facet is a field that rows can be filtered by, with the values that there are.
type facet struct {
	Name, Label, Chosen string
	Values              []value
	Long                bool // too many values to list: one is typed
}

// value is one value of a facet, and how many rows have it.
type value struct {
	Text  string
	Count int
}

// mostValues is how many values a list to choose from holds.
const mostValues = 300

// facets counts the values of all rows of a plan.
type facets struct{ counts [7]map[string]int }

var facetNames = [7][2]string{
	{"group", "Resource group"}, {"policy", "Policy"}, {"scenario", "Scenario"}, {"status", "Status"}, {"action", "Action"}, {"reason", "Reason"}, {"outcome", "Outcome"},
}

func newFacets() *facets {
	f := new(facets)
	for i := range f.counts {
		f.counts[i] = make(map[string]int)
	}
	return f
}

func (f *facets) add(r *report.Row) {
	for i, text := range [7]string{r.Group, r.Policy, r.Scenario, string(r.Status), r.Sent().String(), r.Reason.String(), r.Outcome.String()} {
		f.counts[i][text]++
	}
}

// list returns the facets, with what a filter has chosen of them.
func (f *facets) list(by *filter) []facet {
	chosen := [7]string{by.Group, by.Policy, by.Scenario, by.Status, by.Action, by.Reason, by.Outcome}
	var all []facet
	for i, count := range f.counts {
		one := facet{Name: facetNames[i][0], Label: facetNames[i][1], Chosen: chosen[i], Long: len(count) > mostValues}
		if one.Chosen != "" && count[one.Chosen] == 0 {
			count[one.Chosen] = 0 // what the URL asks for can be seen, and unchosen
		}
		if !one.Long {
			for _, text := range slices.SortedFunc(maps.Keys(count), func(a, b string) int { return cmp.Compare(a, b) }) {
				if text != "" {
					one.Values = append(one.Values, value{text, count[text]})
				}
			}
		}
		all = append(all, one)
	}
	return all
}
