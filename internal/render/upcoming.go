package render

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// heldBy is what announced executions hold together.
func heldBy(all []report.Upcoming) (sum cost.Holding) {
	for i := range all {
		sum = sum.Add(all[i].Held)
	}
	return sum
}

// upcoming prints what policies announce, soonest first.
func (p *Printer) upcoming(r *report.Report, d Detail) {
	if len(r.Upcoming) == 0 {
		return
	}
	shown := len(r.Upcoming)
	if shown > longList && !d.Full {
		shown = shownEach
	}
	p.Printf("%s: %s, if nothing changes\n", p.paint("upcoming", bold), Plural(len(r.Upcoming), "execution"))
	if held := heldBy(r.Upcoming); held.Nodes > 0 {
		p.Printf("  those that are to be stopped hold %s now\n", holding(held, r.UnitPrice))
	}
	t := Table{Heading: []string{"RESOURCE GROUP", "EXECUTION", "SCENARIO", "POLICY", "ACTION", "IN", "AT"}}
	for _, u := range r.Upcoming[:shown] {
		of := &r.Policies[u.Policy]
		action := u.Action.String()
		if of.Mode == report.DryRun {
			action += " (dry-run)"
		}
		t.Add(Text(u.Group), Text(u.ID), Text(u.Scenario), Text(of.Name), styled(action, actionStyle(u.Action)),
			right(Duration(u.ExpiresAt.Sub(r.StartedAt))), Text(u.ExpiresAt.UTC().Format(time.RFC3339)))
	}
	p.Table(t, "  ")
	if more := len(r.Upcoming) - shown; more > 0 {
		p.Printf("  … and %s more; %s\n", Thousands(more), d.remedy())
	}
	p.Printf("\n")
}
