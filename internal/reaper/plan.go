package reaper

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// groupPlan is what was seen and decided in one resource group. It is not changed
// once it is made. Of the listing only the table's rows stay: what is acted on,
// and what Options.All asks for.
type groupPlan struct {
	group     workload.ResourceGroup
	listed    int
	err       error  // why the group could not be planned
	skipped   string // why it was not looked at
	table     *report.Table
	records   []workload.Execution // of the rows, where an archive needs them
	tallies   []policy.Tally
	upcoming  []report.Upcoming
	pairs     []policy.Pair
	missing   []report.Missing
	facts     *policy.Facts // where another plan is made of the group; else nil
	stock     stock
	names     names
	measured  map[string]bool // the metrics that were found; nil where none were asked for
	uncertain int             // executions that are protected as an expression of protect failed
	twice     sameElsewhere   // ids that other groups list, too

	// What a reviewed plan adds: what it says of rows that it does not let through,
	// and rows for what is not listed any more.
	notes    map[string]report.Done
	rest     *report.Table
	restDone *report.Results
}

// planGroups lists and plans every group, some at a time, and tries those that
// failed once more at the end. An error ends the sweep.
func (s *sweep) planGroups(ctx context.Context, groups []workload.ResourceGroup) ([]*groupPlan, error) {
	plans := make([]*groupPlan, len(groups))
	all := make([]int, len(groups))
	for i := range groups {
		plans[i], all[i] = &groupPlan{group: groups[i]}, i
	}
	if err := s.planEach(ctx, plans, all); err != nil {
		return plans, err
	}
	var again []int
	for i, p := range plans {
		if p.err != nil && worthAnotherTry(p.err) {
			again = append(again, i)
		}
	}
	return plans, s.planEach(ctx, plans, again)
}

// planEach puts the plans of the groups at these indices in their places.
func (s *sweep) planEach(ctx context.Context, plans []*groupPlan, indices []int) error {
	var g parallel.Group
	g.SetLimit(max(1, s.Concurrency))
	progress := s.progress("listing resource groups", len(indices))
	for _, i := range indices {
		g.Go(func() error {
			defer progress(1)
			plans[i] = s.planGroup(ctx, plans[i].group)
			return nil
		})
	}
	_ = g.Wait() // each group's error stays with its plan
	return s.halted(ctx)
}

// planGroup lists one group and decides on every execution in it.
func (s *sweep) planGroup(ctx context.Context, g workload.ResourceGroup) *groupPlan {
	if err := s.halted(ctx); err != nil {
		return &groupPlan{group: g, err: err}
	}
	if why, failed := unlisted(g); failed {
		return &groupPlan{group: g, err: errors.New(why)}
	} else if why != "" {
		return &groupPlan{group: g, skipped: why}
	}
	listing, err := s.list(ctx, g.ID)
	s.breaker.observe(err)
	if err != nil && ctx.Err() != nil {
		err = report.ErrInterrupted // which request it broke off is no matter
	}
	if err != nil {
		return &groupPlan{group: g, err: err}
	}
	defer listing.Release() // the plan keeps copies
	return s.planListing(ctx, policy.Input{Group: g, Executions: listing.Executions, Now: s.Now()})
}

// planListing decides over a complete listing and keeps of it what the report
// needs.
func (s *sweep) planListing(ctx context.Context, in policy.Input) *groupPlan {
	s.ids.add(in.Executions)
	decided, facts := s.decide(ctx, in)
	p := &groupPlan{
		group: in.Group, listed: len(in.Executions), tallies: decided.Tallies, pairs: decided.Pairs,
		missing: missing(decided.Waiting), uncertain: decided.ProtectErrors,
	}
	if slices.ContainsFunc(decided.Decisions, func(d policy.Decision) bool { return d.Action == policy.StopThenDelete }) {
		p.facts = facts // the plan after the stops goes by them
	}
	p.names, p.measured = namesIn(in.Executions, s.Policies.Policies), measuredIn(facts)
	p.stock = takeStock(in.Executions, s.Costs, wanterOf(decided.Decisions), in.Now)
	p.upcoming = upcomingOf(in.Group.ID, in.Executions, decided.Upcoming, s.Costs)
	p.table, p.records = s.tabulate(in.Group.ID, in.Executions, decided.Decisions, in.Now)
	return p
}

// decide plans, asks for the facts that some decision hangs on, and plans again.
// It returns the facts that the plan was made with.
func (s *sweep) decide(ctx context.Context, in policy.Input) (policy.Plan, *policy.Facts) {
	ask := s.asker(ctx, in.Group.ID, s.Policies)
	if s.Recorded != nil {
		ask.api = nil // what is true now is not what was true then
	}
	plan, facts := ask.plan(ctx, s.Policies, in)
	if in.Facts = facts; s.OnDecide != nil {
		s.OnDecide(in)
	}
	return plan, facts
}

// tabulate copies the decisions that get a row, which is not all of them.
func (s *sweep) tabulate(group string, executions []workload.Execution, decisions []policy.Decision, now time.Time) (*report.Table, []workload.Execution) {
	n := 0
	for i := range decisions {
		if s.hasRow(group, executions[i].ID, &decisions[i]) {
			n++
		}
	}
	b := report.NewBuilder(group, n)
	var records []workload.Execution
	for i := range decisions {
		e, d := &executions[i], &decisions[i]
		if !s.hasRow(group, e.ID, d) {
			continue
		}
		b.Add(e, d, used(e, now), s.Costs.KeyOf(e))
		if s.Archive != nil {
			records = append(records, clone(e))
		}
	}
	return b.Table(), records
}

// hasRow reports whether a decision gets a row in the report.
func (s *sweep) hasRow(group, id string, d *policy.Decision) bool {
	return d.Action != policy.None || s.All || s.Approved.names(group, id)
}

// used is how long an execution has been running, as far as its times tell: from
// startTime to completionTime, or to now while it runs.
func used(e *workload.Execution, now time.Time) time.Duration {
	if !e.StartTime.Readable() {
		return 0
	}
	end := e.CompletionTime
	if e.Status == workload.Running || e.Status == workload.Stopping {
		end = workload.At(now)
	}
	if !end.Readable() || end == workload.Latest {
		return 0
	}
	return max(0, end.Sub(e.StartTime))
}

func isIncomplete(err error) bool { return errors.Is(err, aiapi.ErrIncomplete) }

// condemned is a change that a plan over a complete listing wants: only condemn
// and condemnAgain make one, and only what they make can be sent.
type condemned struct {
	row       int             // in the table of the first plan
	status    workload.Status // in the newest complete listing
	target    workload.Status
	wanted    policy.Action // by the plan that justifies it
	reason    policy.Reason
	dryRun    bool
	afterStop bool // it is the deletion of what this sweep has stopped
	freed     bool // that stop gave compute back
}

// condemn returns the change that a plan wants first for one of its rows. An
// active execution is never sent as DELETED, also where it is to be deleted once
// it has stopped.
func (p *groupPlan) condemn(row int) condemned {
	t := p.table
	target := workload.Stopped
	if t.Action(row) == policy.Delete {
		target = workload.Deleted
	}
	return condemned{
		row: row, status: t.Status(row), target: target, wanted: t.Action(row), reason: t.Reason(row), dryRun: t.DryRun(row),
	}
}

// condemnAgain returns the deletions that both the first plan and one made afresh
// from the listing that showed the stops done want, by row of the first plan; kept
// says why the rest is left.
func (p *groupPlan) condemnAgain(fresh policy.Plan, executions []workload.Execution, stopped map[string]int) (again []condemned, kept map[int]string) {
	kept = make(map[int]string)
	for i := range executions {
		row, awaited := stopped[executions[i].ID]
		if !awaited {
			continue
		}
		e, d := &executions[i], &fresh.Decisions[i]
		if d.Action != policy.Delete || d.DryRun || int(d.Policy) != p.table.Policy(row) {
			kept[row] = fmt.Sprintf("stopped; it is not deleted in this sweep, as a plan made afresh says %s", d.Reason)
			continue
		}
		again = append(again, condemned{
			row: row, status: e.Status, target: workload.Deleted, wanted: d.Action, reason: d.Reason, dryRun: d.DryRun,
		})
	}
	return again, kept
}
