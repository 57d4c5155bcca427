package render

import (
	"cmp"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// shownErrors is the number of different errors that are printed.
const shownErrors = 20

// problems prints what went wrong, each problem once: faults of this program,
// errors of groups, errors of executions with their number, and warnings.
func (p *Printer) problems(r *report.Report, d Detail) {
	for _, f := range r.Faults {
		p.Printf("%s %s\n", p.paint("fault", red), f)
	}
	for i := range r.Groups {
		if g := &r.Groups[i]; g.Error != r.Error() { // the error of the whole sweep is printed once
			p.groupProblems(g)
		}
	}
	p.rowErrors(r, d)
	if r.Unwritten != nil {
		p.Printf("%s the audit log is not whole: %s\n", p.paint("audit", red), r.Unwritten)
	}
	if r.Error() != "" {
		p.Printf("%s %s\n", p.paint(string(r.Result), red), r.Error())
	}
	for _, w := range r.Warnings {
		p.warning("%s", w)
	}
	for _, c := range r.Policies {
		if c.Errors > 0 {
			p.warning("the expression of policy %s failed on %s, which were kept; explain ID says why", c.Name, Plural(c.Errors, "execution"))
		}
	}
	if r.ProtectErrors > 0 {
		p.warning("an expression of protect failed on %s, which are protected; explain ID says why", Plural(r.ProtectErrors, "execution"))
	}
}

func (p *Printer) warning(format string, args ...any) {
	p.Printf("%s: ", p.paint("warning", yellow))
	p.Printf(format, args...)
	p.Printf("\n")
}

func (p *Printer) groupProblems(g *report.Group) {
	said := false
	for _, m := range g.Missing {
		said = said || m.Error == g.Error
		p.Printf("%s %s: %s could not be had, and %s for want of it: %s\n",
			p.paint(string(g.Result), yellow), g.ID, m.Fact, Plural(m.Waiting, "execution")+" kept", m.Error)
	}
	if g.Error != "" && !said {
		p.Printf("%s %s: %s\n", p.paint(string(g.Result), red), g.ID, g.Error)
	}
}

type rowError struct {
	outcome string
	message string
}

func (p *Printer) rowErrors(r *report.Report, d Detail) {
	counts := make(map[rowError]int)
	var order []rowError
	for row := range r.Rows.Scan() {
		if row.Error == "" {
			continue
		}
		key := rowError{cmp.Or(row.Outcome.String(), "kept"), row.Error}
		if counts[key]++; counts[key] == 1 {
			order = append(order, key)
		}
	}
	shown := len(order)
	if shown > shownErrors && !d.Full {
		shown = shownErrors
	}
	for _, e := range order[:shown] {
		p.Printf("%s %s: %s\n", p.paint(e.outcome, red), Plural(counts[e], "execution"), e.message)
	}
	if more := len(order) - shown; more > 0 {
		p.Printf("… and %s more; %s\n", Plural(more, "error"), d.remedy())
	}
}
