package reaper

import (
	"cmp"
	"context"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// preview returns the report of a plan before anything is sent.
func (s *sweep) preview(v seen) *report.Report {
	prices, _ := s.appraise(context.Background(), v.plans, v.done, false)
	return s.report(v, prices)
}

// summarize returns the report of a sweep. It also looks up costs, now that
// everything else is done.
func (s *sweep) summarize(ctx context.Context, v seen) *report.Report {
	prices, warnings := s.appraise(ctx, v.plans, v.done, v.cause == nil)
	v.warnings = append(v.warnings, warnings...)
	if v.cause == nil && s.Shard.Count <= 1 { // a shard sees only a part
		v.warnings = append(v.warnings, idle(s.Policies.Policies, v.plans)...)
	}
	labels, unlabelled := s.lookUpLabels(ctx, v)
	v.warnings = append(v.warnings, unlabelled...)
	r := s.report(v, prices)
	label(r.Groups, labels)
	if s.Audit != nil {
		r.Unwritten = s.Audit.Flush()
	}
	return r
}

func (s *sweep) report(v seen, prices []report.Prices) *report.Report {
	r := &report.Report{
		Sweep: s.id, Mode: s.Mode, Observed: s.Observe, Cause: v.cause, Warnings: v.warnings, Faults: s.faults.all(),
		Policies: s.policies(), UnitPrice: s.Price, Rows: report.NewRows(s.names()),
	}
	r.Skew, _ = s.skew()
	for i, p := range v.plans {
		r.Groups = append(r.Groups, p.summary(v.done[i], prices[i]))
		r.ProtectErrors += p.uncertain
		for j := range p.tallies {
			addTally(&r.Policies[j], &p.tallies[j])
		}
		r.Rows.Add(p.table, v.done[i].results, prices[i])
		r.Rows.Add(p.rest, p.restDone, prices[i])
		r.Upcoming = append(r.Upcoming, s.priced(p.upcoming, prices[i])...)
	}
	slices.SortStableFunc(r.Upcoming, func(a, b report.Upcoming) int { return a.ExpiresAt.Compare(b.ExpiresAt) })
	r.Count()
	return r
}

func (s *sweep) names() []string {
	names := make([]string, len(s.Policies.Policies))
	for i := range s.Policies.Policies {
		names[i] = s.Policies.Policies[i].Name
	}
	return names
}

func (s *sweep) policies() []report.Policy {
	policies := make([]report.Policy, len(s.Policies.Policies))
	for i := range s.Policies.Policies {
		p := &s.Policies.Policies[i]
		policies[i] = report.Policy{Name: p.Name, Action: p.Action, Mode: s.Mode}
		if p.DryRun {
			policies[i].Mode = report.DryRun
		}
	}
	return policies
}

func addTally(p *report.Policy, t *policy.Tally) {
	p.Matched += t.Matched
	p.Kept += t.Kept
	p.Protected += t.Protected
	p.Elsewhere += t.Elsewhere
	p.Errors += t.Errors
	p.Upcoming += t.Upcoming
}

// summary returns the report of a group.
func (p *groupPlan) summary(d *groupDone, prices report.Prices) report.Group {
	stock := p.stock
	if d.newest != nil {
		stock = d.newest
	}
	g := report.Group{
		ID: p.group.ID, Labels: p.group.Labels, Listed: p.listed, Missing: p.missing,
		Stock: stock.priced(prices), Backlog: p.backlog(d), Pairs: p.pairsOf(stock, prices),
	}
	g.Result, g.Error = p.result(d)
	return g
}

// result returns the result of a group. Failed rows and missing facts make it
// partial.
func (p *groupPlan) result(d *groupDone) (report.Result, string) {
	switch {
	case p.err != nil:
		return report.ResultFailed, p.err.Error()
	case p.skipped != "":
		return report.ResultSkipped, p.skipped
	case d.refused != "":
		return report.ResultRefused, d.refused
	case d.gaveUp != nil:
		return report.ResultPartial, d.gaveUp.Error()
	case len(p.missing) > 0:
		return report.ResultPartial, p.missing[0].Error
	}
	for row := range p.table.Len() {
		if d.results.Outcome(row).Wrong() {
			return report.ResultPartial, ""
		}
	}
	return report.ResultOK, ""
}

// backlog returns what policies want and has not been seen done.
func (p *groupPlan) backlog(d *groupDone) []report.Backlog {
	type key struct {
		policy int
		action policy.Action
	}
	lines := make(map[key]*report.Backlog)
	for row := range p.table.Len() {
		if !backlog(p, d, row) {
			continue
		}
		action := p.table.Action(row)
		if action == policy.StopThenDelete {
			action = policy.Stop
		}
		k := key{p.table.Policy(row), action}
		if lines[k] == nil {
			lines[k] = &report.Backlog{Policy: k.policy, Action: action}
		}
		lines[k].Count++
		lines[k].Overdue = max(lines[k].Overdue, p.table.Overdue(row))
	}
	sorted := make([]report.Backlog, 0, len(lines))
	for _, l := range lines {
		sorted = append(sorted, *l)
	}
	slices.SortFunc(sorted, func(a, b report.Backlog) int {
		return cmp.Or(cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Action, b.Action))
	})
	return sorted
}

// pairsOf returns the pairs for which the counters of policies start, with the
// resource plans of the RUNNING executions there.
func (p *groupPlan) pairsOf(s stock, prices report.Prices) []report.Pair {
	if len(p.pairs) == 0 {
		return nil
	}
	plans := make(map[string][]string)
	for _, l := range s {
		plan := prices.Of(l.cost).Plan
		if l.status == workload.Running && !slices.Contains(plans[l.scenario], plan) {
			plans[l.scenario] = append(plans[l.scenario], plan)
		}
	}
	pairs := make([]report.Pair, len(p.pairs))
	for i, pair := range p.pairs {
		pairs[i] = report.Pair{Policy: int(pair.Policy), Scenario: pair.Scenario, Plans: plans[pair.Scenario]}
	}
	return pairs
}
