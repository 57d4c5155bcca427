package reaper

import (
	"context"
	"errors"
	"fmt"

	"github.com/oklog/ulid/v2"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
)

// sweep is one run from the listing to the report.
type sweep struct {
	Options
	id      string
	breaker *breaker
	bulk    bulkSwitch
	surveys []*survey
}

// Sweep runs one sweep and reports it. What goes wrong is in the report, never
// an error beside it: Report.Cause holds what ended the sweep as a whole. A
// cancelled ctx ends it after the requests in flight are answered.
func Sweep(ctx context.Context, o Options) *Report {
	started := o.Now()
	s := &sweep{Options: o, id: ulid.MustNew(ulid.Timestamp(started), o.Entropy).String(), breaker: newBreaker()}
	if s.Parameters == nil {
		s.Parameters = new(Parameters)
	}
	s.Parameters.forget()
	cause := s.run(ctx)
	r := s.total(cause)
	r.StartedAt, r.FinishedAt = started, o.Now()
	return r
}

// run does the steps in their order. An error is what ended the sweep early;
// what was surveyed and done until then stays in s.surveys.
func (s *sweep) run(ctx context.Context) error {
	if s.Recorded != nil {
		return s.runRecorded(ctx)
	}
	if err := s.API.Authenticate(ctx); err != nil {
		return err
	}
	if err := s.chooseBulk(ctx); err != nil {
		return err
	}
	groups, err := s.ChooseGroups(ctx)
	if err != nil {
		return err
	}
	if err := s.surveyAll(ctx, groups); err != nil {
		return err
	}
	if err := s.guard(); err != nil {
		return err
	}
	if s.Mode != Enforce {
		return nil
	}
	if s.OnPlan != nil {
		s.OnPlan(s.total(nil))
	}
	return s.actAll(ctx)
}

// chooseBulk asks the API whether it has the bulk call. Only an explicit no
// rules it out: the description gives false as the default of a capability that
// the real service has and does not always announce.
func (s *sweep) chooseBulk(ctx context.Context) error {
	meta, err := s.API.Meta(ctx)
	if denied(err) {
		return err
	}
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	announcedNo := err == nil && meta.BulkExecutions != nil && !*meta.BulkExecutions
	s.bulk.off.Store(s.Bulk == BulkNever || s.Bulk == BulkAuto && announcedNo)
	return nil
}

// ErrInterrupted is the cause in the report of a sweep that was told to end.
var ErrInterrupted = errors.New("interrupted: what was in flight is answered, nothing more was sent")

// ErrRefused is wrapped by the cause of a sweep that a guard refused as a whole.
var ErrRefused = errors.New("refused")

// denied tells whether the API turned the credentials away.
func denied(err error) bool {
	e, ok := errors.AsType[*aiapi.Error](err)
	return ok && (e.Status == 401 || e.Status == 403)
}

// refusedBySkew is the cause of a sweep whose clocks do not agree.
func refusedBySkew(skew, limit fmt.Stringer) error {
	return fmt.Errorf("%w: this machine's clock and the API's differ by %v, more than limits.maxClockSkew (%v): set this machine's clock right, as ages cannot be trusted until then", ErrRefused, skew, limit)
}
