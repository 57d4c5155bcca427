package page

import (
	"cmp"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// order is a column that rows can be sorted by: numbers by number, the rest by text.
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

// column is a column of the plan; by its name rows are sorted.
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

// place is a row by its index in the report, with what it is sorted by.
type place struct {
	number float64
	text   string
	index  int
}

// sorted are the rows that a filter takes, in its order; without one, in that of
// the report.
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
