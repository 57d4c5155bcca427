package page

import (
	"cmp"
	"maps"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// facet is a field by which rows can be filtered, with its values.
type facet struct {
	Name, Label, Chosen string
	Values              []value
	Long                bool // too many values for a list: the user types one
}

// value is one value of a facet, with the number of its rows.
type value struct {
	Text  string
	Count int
}

// mostValues is the largest number of values in a list.
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

// list returns the facets, with the values that a filter has chosen.
func (f *facets) list(by *filter) []facet {
	chosen := [7]string{by.Group, by.Policy, by.Scenario, by.Status, by.Action, by.Reason, by.Outcome}
	var all []facet
	for i, count := range f.counts {
		one := facet{Name: facetNames[i][0], Label: facetNames[i][1], Chosen: chosen[i], Long: len(count) > mostValues}
		if one.Chosen != "" && count[one.Chosen] == 0 {
			count[one.Chosen] = 0 // so that the value of the URL can be seen and removed
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
