package page

import (
	"cmp"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// order is a column by which rows can be sorted, as a number or as a text.
type order struct {
	number func(*report.Row) float64
	text   func(*report.Row) string
	down   bool // the first click shows the largest first
}

var orders = map[string]order{
	"id":       {text: func(r *report.Row) string { return r.ID }},
	"group":    {text: func(r *report.Row) string { return r.Group }},
	"scenario": {text: func(r *report.Row) string { return r.Scenario }},
	"name":     {text: func(r *report.Row) string { return r.ConfigurationName }},
	"status":   {text: func(r *report.Row) string { return string(r.Status) }},
	"policy":   {text: func(r *report.Row) string { return r.Policy }},
	"action":   {text: func(r *report.Row) string { return r.Sent().String() }},
	"reason":   {text: func(r *report.Row) string { return r.Reason.String() }},
	"outcome":  {text: func(r *report.Row) string { return r.Outcome.String() }},
	"age":      {number: func(r *report.Row) float64 { return r.Age.Seconds() }, down: true},
	"overdue":  {number: func(r *report.Row) float64 { return r.Overdue.Seconds() }, down: true},
	"rate":     {number: func(r *report.Row) float64 { return r.Held.CapacityUnitsPerHour }, down: true},
}

// column is a column of the plan. Rows are sorted by its name.
type column struct {
	Name, Title string
	Number      bool
}

var columns = []column{
	{"id", "Execution", false},
	{"group", "Resource group", false},
	{"scenario", "Scenario", false},
	{"name", "Configuration", false},
	{"status", "Status", false},
	{"age", "Age", true},
	{"overdue", "Expired", false},
	{"policy", "Policy", false},
	{"action", "Action", false},
	{"reason", "Reason", false},
	{"outcome", "Outcome", false},
	{"rate", "cu/h", true},
}

// place is the index of a row in the report, with its sort key.
type place struct {
	number float64
	text   string
	index  int
}

// sorted returns the rows that a filter selects, in its order, or in that of the
// report if it has none.
func (f *filter) sorted(rows *report.Rows, each func(*report.Row)) []place {
	var taken []place
	by := orders[f.Sort]
	index := 0
	for row := range rows.Scan() {
		each(row)
		if f.takes(row) {
			p := place{index: index}
			switch {
			case by.number != nil:
				p.number = by.number(row)
			case by.text != nil:
				p.text = by.text(row)
			}
			taken = append(taken, p)
		}
		index++
	}
	if f.Sort != "" {
		sign := 1
		if f.Down {
			sign = -1
		}
		slices.SortStableFunc(taken, func(a, b place) int {
			return sign * cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.text, b.text))
		})
	}
	return taken
}
