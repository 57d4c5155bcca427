package render

import (
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// sums are the columns of the table of policies.
var sums = []struct {
	heading string
	of      func(*report.Policy) int
	alarm   bool
}{
	{"MATCHED", func(p *report.Policy) int { return p.Matched }, false},
	{"KEPT", func(p *report.Policy) int { return p.Kept }, false},
	{"PROTECTED", func(p *report.Policy) int { return p.Protected }, false},
	{"ELSEWHERE", func(p *report.Policy) int { return p.Elsewhere }, false},
	{"PLANNED", func(p *report.Policy) int { return p.Planned }, false},
	{"STOPPED", func(p *report.Policy) int { return p.Stopped }, false},
	{"DELETED", func(p *report.Policy) int { return p.Deleted }, false},
	{"FAILED", func(p *report.Policy) int { return p.Failed }, true},
	{"DEFERRED", func(p *report.Policy) int { return p.Deferred }, false},
	{"GONE", func(p *report.Policy) int { return p.Gone }, false},
	{"ENDED", func(p *report.Policy) int { return p.Ended }, false},
	{"UPCOMING", func(p *report.Policy) int { return p.Upcoming }, false},
}

// totals prints the sums of each policy. It leaves out columns with only zeros,
// so that readers can follow the sums.
func (p *Printer) totals(r *report.Report, indent string) {
	t := Table{Heading: []string{"POLICY"}}
	modes := mixed(r)
	if modes {
		t.Heading = append(t.Heading, "MODE")
	}
	var shown []int
	for i, s := range sums {
		if i == 0 || total(r, s.of) > 0 {
			shown = append(shown, i)
			t.Heading = append(t.Heading, s.heading)
		}
	}
	for i := range r.Policies {
		line := []Cell{Text(r.Policies[i].Name)}
		if modes {
			line = append(line, Text(string(r.Policies[i].Mode)))
		}
		for _, column := range shown {
			c := Number(sums[column].of(&r.Policies[i]))
			if sums[column].alarm && c.text != "0" {
				c.style = red
			}
			line = append(line, c)
		}
		t.Add(line...)
	}
	p.Table(t, indent)
	p.countedTwice(r)
}

// mixed reports whether some policies are dry-run although the sweep is not.
func mixed(r *report.Report) bool {
	for i := range r.Policies {
		if r.Policies[i].Mode != r.Mode {
			return true
		}
	}
	return false
}

func total(r *report.Report, of func(*report.Policy) int) (sum int) {
	for i := range r.Policies {
		sum += of(&r.Policies[i])
	}
	return sum
}

// countedTwice prints a note if executions are counted in two columns: they were
// stopped, and their deletion has another outcome column.
func (p *Printer) countedTwice(r *report.Report) {
	twice := make([]int, len(r.Policies))
	for row := range r.Rows.Scan() {
		if row.Stopped && (row.Deleted || row.Outcome != report.Verified) && row.PolicyIndex >= 0 && row.Action != policy.None {
			twice[row.PolicyIndex]++
		}
	}
	for i, n := range twice {
		if n > 0 {
			p.Printf("%s: %s of the stopped count in a second column, for what came of the deletion\n", r.Policies[i].Name, Thousands(n))
		}
	}
}
