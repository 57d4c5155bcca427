package render

import (
	"cmp"
	"maps"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Comparison holds what another config acts on additionally, no longer, or
// differently.
type Comparison struct {
	Condemned []Difference `json:"condemned"`
	Spared    []Difference `json:"spared"`
	Changed   []Difference `json:"changed"`
}

// Difference is an execution that two configs treat differently. An empty policy
// means that none acts.
type Difference struct {
	ResourceGroup string `json:"resourceGroup"`
	ID            string `json:"id"`
	Scenario      string `json:"scenario"`
	Status        string `json:"status"`
	Policy        string `json:"policy,omitempty"`
	Action        string `json:"action"`
	OtherPolicy   string `json:"otherPolicy,omitempty"`
	OtherAction   string `json:"otherAction"`
}

// Compare compares the plan of another config with the own plan. Both must be
// made from the same listing.
func Compare(mine, theirs *report.Report) Comparison {
	x := Comparison{Condemned: []Difference{}, Spared: []Difference{}, Changed: []Difference{}}
	was, is := actedOn(mine), actedOn(theirs)
	for key, row := range is {
		before := was[key]
		switch {
		case before == nil:
			x.Condemned = append(x.Condemned, differenceOf(row, nil, row))
		case before.Policy != row.Policy || before.Action != row.Action:
			x.Changed = append(x.Changed, differenceOf(row, before, row))
		}
	}
	for key, row := range was {
		if is[key] == nil {
			x.Spared = append(x.Spared, differenceOf(row, row, nil))
		}
	}
	for _, list := range [][]Difference{x.Condemned, x.Spared, x.Changed} {
		slices.SortFunc(list, func(a, b Difference) int {
			return cmp.Or(cmp.Compare(a.OtherPolicy, b.OtherPolicy), cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.ResourceGroup, b.ResourceGroup), cmp.Compare(a.ID, b.ID))
		})
	}
	return x
}

// actedOn returns the executions on which a plan wants to act, by group and id.
func actedOn(r *report.Report) map[[2]string]*report.Row {
	rows := make(map[[2]string]*report.Row)
	for row := range r.Rows.All() {
		if row.Action != policy.None {
			rows[[2]string{row.Group, row.ID}] = row
		}
	}
	return rows
}

func differenceOf(row, was, is *report.Row) Difference {
	d := Difference{
		ResourceGroup: row.Group, ID: row.ID, Scenario: row.Scenario, Status: string(row.Status),
		Action: "keep", OtherAction: "keep",
	}
	if was != nil {
		d.Policy, d.Action = was.Policy, was.Sent().String()
	}
	if is != nil {
		d.OtherPolicy, d.OtherAction = is.Policy, is.Sent().String()
	}
	return d
}

// byPolicy counts the differences of each policy: condemned, spared, otherwise.
func (x *Comparison) byPolicy() map[string]*[3]int {
	counts := make(map[string]*[3]int)
	count := func(policy string, i int) {
		if counts[policy] == nil {
			counts[policy] = new([3]int)
		}
		counts[policy][i]++
	}
	for i := range x.Condemned {
		count(x.Condemned[i].OtherPolicy, 0)
	}
	for i := range x.Spared {
		count(x.Spared[i].Policy, 1)
	}
	for i := range x.Changed {
		count(x.Changed[i].OtherPolicy, 2)
	}
	return counts
}

// Comparison prints the differences, and their number by policy. other is the
// name of the other config.
func (p *Printer) Comparison(x *Comparison, other string, d Detail) {
	p.differences("newly condemned", red, x.Condemned, other, d)
	p.differences("newly spared", green, x.Spared, other, d)
	p.differences("treated otherwise", yellow, x.Changed, other, d)
	counts := x.byPolicy()
	if len(counts) == 0 {
		p.Printf("both configs do the same\n")
		return
	}
	t := Table{Heading: []string{"POLICY", "CONDEMNED", "SPARED", "OTHERWISE"}}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		t.Add(Text(name), Number(counts[name][0]), Number(counts[name][1]), Number(counts[name][2]))
	}
	p.Table(t, "")
}

func (p *Printer) differences(title string, s style, list []Difference, other string, d Detail) {
	if len(list) == 0 {
		return
	}
	shown := len(list)
	if shown > longList && !d.Full {
		shown = longList
	}
	p.Printf("%s by %s: %s\n", p.paint(title, s), other, Plural(len(list), "execution"))
	t := Table{Heading: []string{"RESOURCE GROUP", "EXECUTION", "SCENARIO", "STATUS", "NOW", "THEN"}}
	for _, x := range list[:shown] {
		t.Add(Text(x.ResourceGroup), Text(x.ID), Text(x.Scenario), Text(x.Status), Text(x.Action+" "+x.Policy), Text(x.OtherAction+" "+x.OtherPolicy))
	}
	p.Table(t, "  ")
	if more := len(list) - shown; more > 0 {
		p.Printf("  … and %s more; %s\n", Thousands(more), d.remedy())
	}
	p.Printf("\n")
}
