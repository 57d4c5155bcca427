package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// A report of up to longReport executions is printed whole; of a longer one each
// policy shows the oldest few of each resource group, and says how many more.
const (
	longReport = 200
	shownEach  = 5
)

// report prints a report for people: what was decided and done by resource group
// and policy, what went wrong, and the totals.
func (p *printer) report(r *report.Report) {
	shown := longReport
	if r.Rows.Len() > longReport {
		shown = shownEach
	}
	for _, section := range sections(r) {
		p.section(section, shown)
	}
	p.problems(r)
	p.totals(r)
}

// section is the rows of one resource group and policy.
type section struct {
	group  string
	listed int
	policy string
	rows   []*report.Row
}

// sections puts rows together by group and policy, oldest first.
func sections(r *report.Report) []section {
	listed := make(map[string]int)
	for _, g := range r.Groups {
		listed[g.ID] = g.Listed
	}
	type key struct{ group, policy string }
	at := make(map[key]int)
	var all []section
	for row := range r.Rows.All() {
		k := key{row.Group, row.Policy}
		n, ok := at[k]
		if !ok {
			n = len(all)
			at[k] = n
			all = append(all, section{group: row.Group, listed: listed[row.Group], policy: row.Policy})
		}
		all[n].rows = append(all[n].rows, row)
	}
	for _, s := range all {
		slices.SortFunc(s.rows, func(a, b *report.Row) int {
			return cmp.Or(cmp.Compare(b.Age, a.Age), cmp.Compare(a.ID, b.ID))
		})
	}
	slices.SortStableFunc(all, func(a, b section) int { return cmp.Compare(a.group, b.group) })
	return all
}

func (p *printer) section(s section, shown int) {
	name := s.policy
	if name == "" {
		name = "no policy"
	}
	oldest, newest := s.rows[0].Age, s.rows[len(s.rows)-1].Age
	p.printf("%s / %s: %s of %s listed, oldest %s, newest %s\n", p.paint(s.group, bold), p.paint(name, bold),
		thousands(len(s.rows)), thousands(s.listed), days(oldest), days(newest))
	t := table{heading: []string{"EXECUTION", "SCENARIO", "STATUS", "AGE", "ACTION", "REASON", "OUTCOME"}}
	for _, r := range s.rows[:min(shown, len(s.rows))] {
		t.add(rowCells(r)...)
	}
	p.table(t, "  ")
	if more := len(s.rows) - shown; more > 0 {
		p.printf("  … and %s more; -o json lists every one\n", thousands(more))
	}
	p.printf("\n")
}

func rowCells(r *report.Row) []cell {
	outcome := r.Outcome.String()
	if r.Limit != report.NoLimit {
		outcome += " by " + r.Limit.String()
	}
	age := days(r.Age)
	if r.Reason == policy.ReasonNoTimestamp {
		age = "?"
	}
	return []cell{
		text(r.ID), text(r.Scenario), text(string(r.Status)), {text: age, number: true},
		styled(r.Sent().String(), actionStyle(r.Action)), text(r.Reason.String()), styled(outcome, outcomeStyle(r.Outcome)),
	}
}

func actionStyle(a policy.Action) style {
	switch a {
	case policy.Delete:
		return red
	case policy.Stop, policy.StopThenDelete:
		return yellow
	}
	return dim
}

func outcomeStyle(o report.Outcome) style {
	switch o {
	case report.Verified:
		return green
	case report.Refused, report.Failed:
		return red
	case report.Accepted, report.Deferred:
		return yellow
	}
	return plain
}

// problems prints each thing that went wrong once: groups, then what the API
// said of single executions, counted by what it said.
func (p *printer) problems(r *report.Report) {
	for _, g := range r.Groups {
		if g.Error != "" {
			p.printf("%s %s: %s\n", p.paint(string(g.Result), red), g.ID, g.Error)
		}
	}
	for _, f := range rowErrors(r) {
		p.printf("%s %s: %s\n", p.paint(f.outcome, red), plural(f.count, "execution"), f.message)
	}
	if r.Error() != "" {
		p.printf("%s %s\n", p.paint(string(r.Result), red), r.Error())
	}
}

type rowError struct {
	outcome string
	message string
	count   int
}

func rowErrors(r *report.Report) []rowError {
	var errors []rowError
	at := make(map[rowError]int)
	for row := range r.Rows.All() {
		if row.Error == "" {
			continue
		}
		key := rowError{outcome: cmp.Or(row.Outcome.String(), "kept"), message: row.Error}
		n, ok := at[key]
		if !ok {
			n = len(errors)
			at[key] = n
			errors = append(errors, key)
		}
		errors[n].count++
	}
	return errors
}

func (p *printer) totals(r *report.Report) {
	t := table{heading: []string{"POLICY", "MATCHED", "KEPT", "STOPPED", "DELETED", "FAILED", "DEFERRED", "PLANNED"}}
	planned := make(map[string]int)
	for row := range r.Rows.All() {
		if row.Outcome == report.Planned {
			planned[row.Policy]++
		}
	}
	for _, c := range r.Policies {
		t.add(text(c.Name), number(c.Matched), number(c.Kept), number(c.Stopped), number(c.Deleted),
			numberStyled(c.Failed, alarm(c.Failed)), number(c.Deferred), number(planned[c.Name]))
	}
	p.table(t, "")
	for _, c := range r.Policies {
		if c.Errors > 0 {
			p.printf("%s: the expression of policy %s failed on %s, which were kept; explain ID says why\n", p.paint("warning", yellow), c.Name, plural(c.Errors, "execution"))
		}
	}
	if r.ProtectErrors > 0 {
		p.printf("%s: an expression of protect failed on %s, which are protected; explain ID says why\n", p.paint("warning", yellow), plural(r.ProtectErrors, "execution"))
	}
	p.summary(r)
}

func alarm(n int) style {
	if n > 0 {
		return red
	}
	return plain
}

// summary is the last lines: what was or would be freed, and how it ended.
func (p *printer) summary(r *report.Report) {
	listed := 0
	for _, g := range r.Groups {
		listed += g.Listed
	}
	freed, word := r.Freed, "freed"
	if r.Mode == report.DryRun {
		freed, word = r.WouldFree(), "would free"
	}
	p.printf("\n%s: %s listed in %s; %s %s\n", r.Mode, plural(listed, "execution"), plural(len(r.Groups), "resource group"), word, holding(freed))
	if hours := r.NodeHours(); hours > 0 {
		p.printf("what goes had used %s node hours in its life\n", thousands(int(hours+0.5)))
	}
	p.printf("result: %s, after %s, sweep %s\n", r.Result, r.FinishedAt.Sub(r.StartedAt).Round(time.Millisecond), r.Sweep)
}

func holding(h cost.Holding) string {
	if h.Nodes == 0 {
		return "no nodes"
	}
	return fmt.Sprintf("%g nodes (%g CPUs, %.0f GB memory, %g GPUs, %g capacity units per hour)",
		h.Nodes, h.CPUs, float64(h.MemoryBytes)/1e9, h.GPUs, h.CapacityUnitsPerHour)
}

func plural(n int, word string) string {
	switch {
	case n == 1:
		return "1 " + word
	case strings.HasSuffix(word, "y"):
		return thousands(n) + " " + strings.TrimSuffix(word, "y") + "ies"
	}
	return thousands(n) + " " + word + "s"
}
