package reaper

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// sweep holds what the steps of one sweep share. Only breaker, faults, outages
// and Learned change while it runs, and each of them is safe for concurrent use.
type sweep struct {
	Options
	id      string
	breaker breaker
	faults  faults
	ids     idIndex
	outages outages
}

// Sweep runs one sweep and returns its report. Errors are in the report:
// Report.Cause says why the whole sweep ended early. If ctx is cancelled, the
// sweep waits for the requests in flight and ends.
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

// seen holds the results of the steps: a plan for each resource group, its
// results by the same index, and why the sweep ended early, if it did.
type seen struct {
	plans    []*groupPlan
	done     []*groupDone
	warnings []string
	cause    error
}

// run runs the steps in their order.
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

// planAll lists and plans all resource groups, from the API or from recordings.
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

// begin gets a token, so that bad credentials are found before anything is tried.
// It also asks whether there is a bulk call. Only an explicit false means that
// there is none: SAP's description gives false as the default, but the real
// service has the call and does not always announce it.
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

// halted returns why no new request may be sent, nil while requests may be sent.
func (s *sweep) halted(ctx context.Context) error {
	if ctx.Err() != nil {
		return report.ErrInterrupted
	}
	return s.breaker.err()
}

// skew returns the API's clock minus this machine's clock. Recordings have none.
func (s *sweep) skew() (time.Duration, bool) {
	if s.API == nil {
		return 0, false
	}
	return s.API.Skew()
}

// undated returns a warning if no answer of the API had a Date, because the
// clocks could then not be compared.
func (s *sweep) undated() []string {
	if _, known := s.skew(); known {
		return nil
	}
	return []string{"no answer of the API had a Date header: whether this machine's clock is right could not be checked"}
}

// progress returns a function that adds to the progress of a step and reports it.
func (s *sweep) progress(step string, total int) func(n int) {
	if s.Progress == nil {
		return func(int) {}
	}
	var done atomic.Int64
	return func(n int) { s.Progress(Progress{Step: step, Done: int(done.Add(int64(n))), Total: total}) }
}
