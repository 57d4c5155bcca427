package reaper

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// sweep is what the steps of one sweep have in common. Only the breaker, the
// faults, the outages and what was learned change while it runs, and these guard themselves.
type sweep struct {
	Options
	id      string
	breaker breaker
	faults  faults
	ids     idIndex
	outages outages
}

// Sweep runs one sweep and reports it. What goes wrong is in the report, never
// an error beside it: Report.Cause holds what ended the sweep as a whole. A
// cancelled ctx ends it after the requests in flight are answered.
func Sweep(ctx context.Context, o Options) *report.Report {
	started := o.Now()
	s := &sweep{Options: o, id: ulid.MustNew(ulid.Timestamp(started), o.Entropy).String()}
	if s.Learned == nil {
		s.Learned = new(Learned)
	}
	if s.Parameters == nil {
		s.Parameters = new(Parameters)
	}
	if s.InstanceTypes == nil {
		s.InstanceTypes = new(InstanceTypes)
	}
	seen := s.run(ctx)
	r := s.summarize(ctx, seen)
	r.StartedAt, r.FinishedAt = started, o.Now()
	return r
}

// seen is what the steps of a sweep came to: a plan for each resource group, what
// became of it by the same index, and why the sweep ended early, if it did.
type seen struct {
	plans    []*groupPlan
	done     []*groupDone
	warnings []string
	cause    error
}

// run does the steps in their order.
func (s *sweep) run(ctx context.Context) seen {
	planned := s.planAll(ctx)
	if planned.cause != nil {
		planned.done = undone(planned.plans)
		return planned
	}
	planned.plans = s.withoutDuplicates(planned.plans)
	planned.plans = s.narrowAll(planned.plans)
	planned.done, planned.cause = s.guard(planned.plans)
	if planned.cause != nil || s.Mode != report.Enforce {
		return planned
	}
	if s.OnPlan != nil {
		s.OnPlan(s.preview(planned))
	}
	planned.done, planned.cause = s.actAll(ctx, planned.plans, planned.done)
	return planned
}

// planAll lists and plans all resource groups, on the API or on recordings.
func (s *sweep) planAll(ctx context.Context) seen {
	if s.Recorded != nil {
		return seen{plans: s.planRecorded(ctx)}
	}
	if err := s.begin(ctx); err != nil {
		return seen{cause: err}
	}
	groups, warnings, err := s.ChooseGroups(ctx)
	if err != nil {
		return seen{cause: err, warnings: warnings}
	}
	plans, err := s.planGroups(ctx, groups)
	return seen{plans: plans, warnings: append(warnings, s.undated()...), cause: err}
}

// begin gets a token, so that refused credentials are found before anything is
// tried, and asks whether there is a bulk call. Only an explicit no rules it out:
// SAP's description gives false as the default of a capability that the real
// service has and does not always announce.
func (s *sweep) begin(ctx context.Context) error {
	if err := s.API.Authenticate(ctx); err != nil {
		return err
	}
	meta, err := s.API.Meta(ctx)
	if aiapi.IsDenied(err) {
		return err
	}
	if ctx.Err() != nil {
		return report.ErrInterrupted
	}
	if err == nil {
		s.Learned.announce(meta.BulkExecutions)
	}
	return nil
}

// halted is why no new request may be sent, nil while it may.
func (s *sweep) halted(ctx context.Context) error {
	if ctx.Err() != nil {
		return report.ErrInterrupted
	}
	return s.breaker.err()
}

// skew is the API's clock less this machine's; there is none in recordings.
func (s *sweep) skew() (time.Duration, bool) {
	if s.API == nil {
		return 0, false
	}
	return s.API.Skew()
}

// undated warns where no answer of the API carried a Date, so that nobody knows
// whether the clocks agree.
func (s *sweep) undated() []string {
	if _, known := s.skew(); known {
		return nil
	}
	return []string{"no answer of the API had a Date header: whether this machine's clock is right could not be checked"}
}

// progress returns a function that counts what is done and tells how far it is.
func (s *sweep) progress(step string, total int) func(n int) {
	if s.Progress == nil {
		return func(int) {}
	}
	var done atomic.Int64
	return func(n int) { s.Progress(Progress{Step: step, Done: int(done.Add(int64(n))), Total: total}) }
}
