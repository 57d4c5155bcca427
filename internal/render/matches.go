package render

import "github.com/aicore-reaper/aicore-reaper/internal/report"

// Matches prints what a plan found: the resource groups, how many executions each
// policy matches, and probable mistakes.
func (p *Printer) Matches(r *report.Report) {
	groups := Table{Heading: []string{"RESOURCE GROUP", "LISTED", "RESULT"}}
	for i := range r.Groups {
		g := &r.Groups[i]
		groups.Add(Text(g.ID), Number(g.Listed), Text(string(g.Result)))
	}
	p.Table(groups, "  ")
	p.Printf("what the policies match in them now:\n")
	p.totals(r, "  ")
	p.problems(r, Detail{})
}
