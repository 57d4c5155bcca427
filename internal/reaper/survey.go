package reaper

import (
	"context"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// survey is what was seen and decided in one resource group. Of the listing
// only the rows stay: what is acted on, and what Options.All asks for.
type survey struct {
	group     workload.ResourceGroup
	listed    int
	err       error
	skipped   string
	refused   string // why a guard leaves the group alone
	inventory []Inventory
	tallies   []policy.Tally
	uncertain int // executions that are protected as an expression of protect failed
	rows      []Row
}

// surveyAll lists and plans every group, some at a time, and tries those that
// failed once more at the end. An error ends the sweep.
func (s *sweep) surveyAll(ctx context.Context, groups []workload.ResourceGroup) error {
	s.surveys = make([]*survey, len(groups))
	for i, g := range groups {
		s.surveys[i] = &survey{group: g}
	}
	if err := s.surveyEach(ctx, s.surveys); err != nil {
		return err
	}
	var again []*survey
	for _, v := range s.surveys {
		if v.err != nil && worthAnotherTry(v.err) {
			again = append(again, v)
		}
	}
	return s.surveyEach(ctx, again)
}

func (s *sweep) surveyEach(ctx context.Context, surveys []*survey) error {
	var g errgroup.Group
	g.SetLimit(max(1, s.Concurrency))
	done := newCounter(func(n int) { s.progress("listing resource groups", n, len(surveys)) })
	for _, v := range surveys {
		g.Go(func() error {
			defer done.add(1)
			if err := s.stop(ctx); err != nil {
				v.err = err
				return nil
			}
			s.survey(ctx, v)
			s.breaker.observe(v.err)
			return nil
		})
	}
	_ = g.Wait() // each group's error stays with the group
	return s.stop(ctx)
}

// stop says why no new request may be started, if so.
func (s *sweep) stop(ctx context.Context) error {
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	return s.breaker.err()
}

// survey lists one group and decides on every execution in it.
func (s *sweep) survey(ctx context.Context, v *survey) {
	if v.group.Status != provisioned {
		v.skipped = fmt.Sprintf("the resource group is %s, not %s", v.group.Status, provisioned)
		return
	}
	listing, err := s.API.ListExecutions(ctx, v.group.ID, aiapi.ListOptions{Details: s.Details})
	if ctx.Err() != nil {
		err = ErrInterrupted
	}
	if v.err = err; err != nil {
		return
	}
	defer listing.Release() // rows are copies
	s.decide(ctx, v, listing.Executions)
}

// decide plans a listing and keeps of it what the report needs.
func (s *sweep) decide(ctx context.Context, v *survey, executions []workload.Execution) {
	now := s.Now()
	plan := s.Policies.Plan(policy.Input{Group: v.group, Executions: executions, Now: now})
	v.listed, v.tallies, v.uncertain = len(executions), plan.Tallies, plan.ProtectErrors
	holds := s.holder(ctx, v.group.ID, executions, plan.Decisions)
	v.inventory = takeInventory(executions, plan.Decisions, holds, now)
	v.rows = make([]Row, 0, s.countRows(v.group.ID, executions, plan.Decisions))
	for i := range plan.Decisions {
		if d := &plan.Decisions[i]; s.reports(v.group.ID, &executions[i], d) {
			v.rows = append(v.rows, s.row(v.group.ID, &executions[i], d, holds, now))
		}
	}
	if s.Approved != nil {
		v.rows = s.Approved.narrow(v.group.ID, v.rows)
	}
}

// countRows counts the decisions that get a row, which is not small.
func (s *sweep) countRows(group string, executions []workload.Execution, decisions []policy.Decision) (n int) {
	for i := range decisions {
		if d := &decisions[i]; s.reports(group, &executions[i], d) {
			n++
		}
	}
	return n
}

// reports tells whether a decision gets a row.
func (s *sweep) reports(group string, e *workload.Execution, d *policy.Decision) bool {
	return d.Action != policy.None || s.All || s.Approved.names(group, e.ID)
}

func (s *sweep) row(group string, e *workload.Execution, d *policy.Decision, holds holder, now time.Time) Row {
	r := Row{Group: group, Execution: *e, Action: d.Action, Reason: d.Reason, Age: d.Age, Overdue: d.Overdue}
	r.Execution.ID = strings.Clone(e.ID) // or it would keep all ids of its page in memory
	if d.Policy >= 0 {
		r.Policy = s.Policies.Policies[d.Policy].Name
	}
	if d.Action != policy.None {
		r.Outcome = Planned
	}
	r.Plan, r.Held = holds(e)
	r.Used = used(e, now)
	return r
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
	if !end.Readable() {
		return 0
	}
	return max(0, end.Sub(e.StartTime))
}
