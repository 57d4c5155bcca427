package render

import "github.com/aicore-reaper/aicore-reaper/internal/report"

// Detail says how much of a report is printed.
type Detail struct {
	Wide bool // more columns: configuration, executable, resource plan, capacity units, when it expired
	Full bool // long lists are not shortened
	Flag bool // the command has --full
}

// remedy says how to see the whole list.
func (d Detail) remedy() string {
	if d.Flag {
		return "--full shows all, -o json lists every one"
	}
	return "-o json lists every one"
}

// A list of up to longList executions is printed completely. A longer report
// shows only the oldest few executions for each policy and resource group, and
// the number of the others.
const (
	longList  = 200
	shownEach = 5
)

// Report prints a report for people: what was decided and done, by resource group
// and policy, what is announced, what went wrong, and the sums.
func (p *Printer) Report(r *report.Report, d Detail) {
	shown := r.Rows.Len()
	if shown > longList && !d.Full {
		shown = shownEach
	}
	p.sections(r, d, shown)
	p.upcoming(r, d)
	p.problems(r, d)
	p.totals(r, "")
	p.summary(r)
}
