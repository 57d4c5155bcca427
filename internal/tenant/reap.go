package tenant

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// reap runs a sweep. A panic becomes the report of a failed sweep. The next sweep
// finds out what happened to the changes that were sent.
func (p *Process) reap(ctx context.Context, o reaper.Options) (r *report.Report) {
	started := p.Now()
	defer func() {
		if fault := recover(); fault != nil {
			p.Log.Error("a sweep panicked", zap.Any("fault", fault), zap.ByteString("stack", debug.Stack()))
			what, _, _ := strings.Cut(fmt.Sprint(fault), "\n") // a stack may follow
			r = faulted(o, fmt.Errorf("a fault of the program ended the sweep: %s: please report it", what))
			r.StartedAt, r.FinishedAt = started, p.Now()
		}
	}()
	return reaper.Sweep(ctx, o)
}

// faulted returns the report of a sweep that a fault of this program ended.
func faulted(o reaper.Options, fault error) *report.Report {
	r := &report.Report{Mode: o.Mode, Observed: o.Observe, Result: report.ResultFailed, Cause: fault, Faults: []string{fault.Error()}}
	for i := range o.Policies.Policies {
		p := &o.Policies.Policies[i]
		r.Policies = append(r.Policies, report.Policy{Name: p.Name, Action: p.Action, Mode: o.Mode})
	}
	return r
}
