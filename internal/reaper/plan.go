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

// groupPlan holds the decisions on one resource group. It is not changed once it
// is made. It keeps only the executions that have a row: those to act on, and
// with Options.All the others too.
type groupPlan struct {
	group     workload.ResourceGroup
	listed    int
	err       error  // why the group could not be planned
	skipped   string // why the group was not listed
	table     *report.Table
	records   []workload.Execution // of the rows, if an archive needs them
	tallies   []policy.Tally
	upcoming  []report.Upcoming
	pairs     []policy.Pair
	missing   []report.Missing
	facts     *policy.Facts // if the group may be planned again, else nil
	stock     stock
	names     names
	measured  map[string]bool // the metrics that were found; nil if none were asked for
	uncertain int             // how many are protected because an expression failed
	twice     sameElsewhere   // ids that other groups also list

	// Additions of a reviewed plan: why it does not allow some rows, and rows for
	// executions that are no longer listed.
	notes    map[string]report.Done
	rest     *report.Table
	restDone *report.Results
}

// planGroups lists and plans every group, some at a time. At the end it tries
// groups that failed once more. An error ends the sweep.
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

// planEach plans the groups at these indices and stores the plans in the slice.
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
	_ = g.Wait() // each plan holds its own error
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
		err = report.ErrInterrupted // the interrupted request does not matter
	}
	if err != nil {
		return &groupPlan{group: g, err: err}
	}
	defer listing.Release() // the plan keeps copies
	return s.planListing(ctx, policy.Input{Group: g, Executions: listing.Executions, Now: s.Now()})
}

// planListing decides on a complete listing and keeps what the report needs.
func (s *sweep) planListing(ctx context.Context, in policy.Input) *groupPlan {
	s.ids.add(in.Executions)
	decided, facts := s.decide(ctx, in)
	p := &groupPlan{
		group: in.Group, listed: len(in.Executions), tallies: decided.Tallies, pairs: decided.Pairs,
		missing: missing(decided.Waiting), uncertain: decided.ProtectErrors,
	}
	if slices.ContainsFunc(decided.Decisions, func(d policy.Decision) bool { return d.Action == policy.StopThenDelete }) {
		p.facts = facts // for the plan after the stops
	}
	p.names, p.measured = namesIn(in.Executions, s.Policies.Policies), measuredIn(facts)
	p.stock = takeStock(in.Executions, s.Costs, wanterOf(decided.Decisions), in.Now)
	p.upcoming = upcomingOf(in.Group.ID, in.Executions, decided.Upcoming, s.Costs)
	p.table, p.records = s.tabulate(in.Group.ID, in.Executions, decided.Decisions, in.Now)
	return p
}

// decide plans, fetches the facts on which decisions depend, and plans again. It
// also returns the facts of the last plan.
func (s *sweep) decide(ctx context.Context, in policy.Input) (policy.Plan, *policy.Facts) {
	ask := s.asker(ctx, in.Group.ID, s.Policies)
	if s.Recorded != nil {
		ask.api = nil // facts of now may differ from those of the recording
	}
	plan, facts := ask.plan(ctx, s.Policies, in)
	if in.Facts = facts; s.OnDecide != nil {
		s.OnDecide(in)
	}
	return plan, facts
}

// tabulate copies the decisions that get a row.
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

// used returns how long an execution has been running, by its times: from
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

// condemned is a change that a plan over a complete listing wants. Only condemn
// and condemnAgain make one, and nothing else can be sent.
type condemned struct {
	row       int             // index in the table of the first plan
	status    workload.Status // in the newest complete listing
	target    workload.Status
	wanted    policy.Action // in the plan that justifies the change
	reason    policy.Reason
	dryRun    bool
	afterStop bool // the deletion of an execution that this sweep stopped
	freed     bool // whether that stop gave back compute
}

// condemn returns the first change that a plan wants for one of its rows. For an
// active execution that is always the stop, also if it is to be deleted
// afterwards.
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

// condemnAgain returns deletions after stops, by row of the first plan. Both the
// first plan and a new plan, made from the listing that showed the stops done,
// must want them. kept says why the others are kept.
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
