package render

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// section is the rows of one resource group and policy.
type section struct {
	policy string
	rows   []place
}

// place is the index of a row in the report, with its sort key. It is small,
// because a report can have a million rows.
type place struct {
	age time.Duration
	row int
}

// sections prints the rows by resource group and policy.
func (p *Printer) sections(r *report.Report, d Detail, shown int) {
	listed := make(map[string]int)
	for i := range r.Groups {
		listed[r.Groups[i].ID] = r.Groups[i].Listed
	}
	var group string
	var open []section
	i := 0
	for row := range r.Rows.Scan() {
		if row.Group != group {
			p.group(r, group, listed[group], open, d, shown)
			group, open = row.Group, nil
		}
		open = insert(open, row, i)
		i++
	}
	p.group(r, group, listed[group], open, d, shown)
}

func insert(open []section, row *report.Row, i int) []section {
	n := slices.IndexFunc(open, func(s section) bool { return s.policy == row.Policy })
	if n < 0 {
		n = len(open)
		open = append(open, section{policy: row.Policy})
	}
	open[n].rows = append(open[n].rows, place{row.Age, i})
	return open
}

// group prints the sections of one resource group.
func (p *Printer) group(r *report.Report, id string, listed int, sections []section, d Detail, shown int) {
	for _, s := range sections {
		slices.SortFunc(s.rows, func(a, b place) int { return cmp.Or(cmp.Compare(b.age, a.age), cmp.Compare(a.row, b.row)) })
		name := cmp.Or(s.policy, "no policy")
		p.Printf("%s / %s: %s of %s listed, oldest %s, newest %s\n", p.paint(id, bold), p.paint(name, bold),
			Thousands(len(s.rows)), Thousands(listed), Duration(s.rows[0].age), Duration(s.rows[len(s.rows)-1].age))
		p.block(headingOf(d), lines(r, s.rows[:min(shown, len(s.rows))], d), "  ", nil)
		if more := len(s.rows) - shown; more > 0 {
			p.Printf("  … and %s more; %s\n", Thousands(more), d.remedy())
		}
		p.Printf("\n")
	}
}

// lines yields the rows at these places, all in the same memory.
func lines(r *report.Report, places []place, d Detail) iter.Seq[[]Cell] {
	return func(yield func([]Cell) bool) {
		var line []Cell
		for _, at := range places {
			row := r.Rows.At(at.row)
			line = appendCells(line[:0], r, &row, d)
			if !yield(line) {
				return
			}
		}
	}
}
