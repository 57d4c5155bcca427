package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// difference is an execution that two configs treat differently. An empty
// policy stands for none that acts.
type difference struct {
	ResourceGroup string `json:"resourceGroup"`
	ID            string `json:"id"`
	Scenario      string `json:"scenario"`
	Status        string `json:"status"`
	Policy        string `json:"policy,omitempty"`
	Action        string `json:"action"`
	OtherPolicy   string `json:"otherPolicy,omitempty"`
	OtherAction   string `json:"otherAction"`
}

// comparison is what the other config takes more, takes less, and takes otherwise.
type comparison struct {
	Condemned []difference `json:"condemned"`
	Spared    []difference `json:"spared"`
	Changed   []difference `json:"changed"`
}

// compare plans by two configs on one and the same listing.
func (a *app) compare(ctx context.Context, c *config.Config, f planFlags) error {
	other, warnings, err := config.Load(f.against)
	if err != nil {
		return usage(err)
	}
	for _, w := range warnings {
		a.log.Warn(w.String())
	}
	mine, theirs, err := a.planBoth(ctx, c, other, f)
	if err != nil {
		return err
	}
	for _, r := range []*report.Report{mine, theirs} {
		if r.Cause != nil {
			return failed(r.Cause)
		}
	}
	x := differ(actedOn(mine), actedOn(theirs))
	if f.output == "json" {
		encoder := json.NewEncoder(a.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(x)
	}
	p := a.printer()
	p.comparison(x, f.against)
	return p.err
}

func (a *app) planBoth(ctx context.Context, c, other *config.Config, f planFlags) (mine, theirs *report.Report, err error) {
	var o reaper.Options
	if f.inventory != "" {
		o, err = a.recordedOptions(c, f)
	} else {
		o, err = a.recordNow(ctx, c, other, f.demo)
	}
	if err != nil {
		return nil, nil, err
	}
	return reaper.Sweep(ctx, o), reaper.Sweep(ctx, a.planRecorded(other, o.Recorded, o.Now())), nil
}

// recordNow lists the resource groups of both configs.
func (a *app) recordNow(ctx context.Context, c, other *config.Config, demo bool) (reaper.Options, error) {
	t, err := a.connect(c, demo)
	if err != nil {
		return reaper.Options{}, err
	}
	defer t.close()
	if err := t.client.Authenticate(ctx); err != nil {
		return reaper.Options{}, usage(err)
	}
	groups := make(map[string]workload.ResourceGroup)
	for _, one := range []*config.Config{c, other} {
		o := a.sweepOptions(one, t, t.options.Groups.Default)
		chosen, _, err := o.ChooseGroups(ctx)
		if err != nil {
			return reaper.Options{}, failed(err)
		}
		for _, g := range chosen {
			groups[g.ID] = g
		}
	}
	recorded := []reaper.Recording{}
	sorted := slices.SortedFunc(maps.Values(groups), func(x, y workload.ResourceGroup) int { return cmp.Compare(x.ID, y.ID) })
	if err := t.options.Record(ctx, sorted, func(r reaper.Recording) error { recorded = append(recorded, r); return nil }); err != nil {
		return reaper.Options{}, failed(err)
	}
	return a.planRecorded(c, recorded, a.now()), nil
}

// actedOn are the executions that a plan wants to act on, by group and id.
func actedOn(r *report.Report) map[[2]string]*report.Row {
	rows := make(map[[2]string]*report.Row)
	for row := range r.Rows.All() {
		if row.Action != policy.None {
			rows[[2]string{row.Group, row.ID}] = row
		}
	}
	return rows
}

func differ(mine, theirs map[[2]string]*report.Row) comparison {
	x := comparison{Condemned: []difference{}, Spared: []difference{}, Changed: []difference{}}
	for key, row := range theirs {
		was := mine[key]
		switch {
		case was == nil:
			x.Condemned = append(x.Condemned, differenceOf(row, nil, row))
		case was.Policy != row.Policy || was.Action != row.Action:
			x.Changed = append(x.Changed, differenceOf(row, was, row))
		}
	}
	for key, row := range mine {
		if theirs[key] == nil {
			x.Spared = append(x.Spared, differenceOf(row, row, nil))
		}
	}
	for _, list := range [][]difference{x.Condemned, x.Spared, x.Changed} {
		slices.SortFunc(list, func(a, b difference) int {
			return cmp.Or(cmp.Compare(a.OtherPolicy, b.OtherPolicy), cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.ResourceGroup, b.ResourceGroup), cmp.Compare(a.ID, b.ID))
		})
	}
	return x
}

func differenceOf(row, was, is *report.Row) difference {
	d := difference{
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

// comparison prints what differs, and how many by policy.
func (p *printer) comparison(x comparison, other string) {
	for _, part := range []struct {
		title string
		list  []difference
		style style
	}{{"newly condemned", x.Condemned, red}, {"newly spared", x.Spared, green}, {"treated otherwise", x.Changed, yellow}} {
		if len(part.list) == 0 {
			continue
		}
		p.printf("%s by %s: %s\n", p.paint(part.title, part.style), other, plural(len(part.list), "execution"))
		t := table{heading: []string{"RESOURCE GROUP", "EXECUTION", "SCENARIO", "STATUS", "NOW", "THEN"}}
		for _, d := range part.list {
			t.add(text(d.ResourceGroup), text(d.ID), text(d.Scenario), text(d.Status), text(d.Action+" "+d.Policy), text(d.OtherAction+" "+d.OtherPolicy))
		}
		p.table(t, "  ")
		p.printf("\n")
	}
	t := table{heading: []string{"POLICY", "CONDEMNED", "SPARED", "OTHERWISE"}}
	counts := make(map[string]*[3]int)
	count := func(policy string, i int) {
		if counts[policy] == nil {
			counts[policy] = new([3]int)
		}
		counts[policy][i]++
	}
	for _, d := range x.Condemned {
		count(d.OtherPolicy, 0)
	}
	for _, d := range x.Spared {
		count(d.Policy, 1)
	}
	for _, d := range x.Changed {
		count(d.OtherPolicy, 2)
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		t.add(text(name), number(counts[name][0]), number(counts[name][1]), number(counts[name][2]))
	}
	p.table(t, "")
	if len(counts) == 0 {
		p.printf("both configs do the same\n")
	}
}
