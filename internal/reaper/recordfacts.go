package reaper

import (
	"context"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Wanted is which facts a recording holds. The zero value is none.
type Wanted struct {
	All bool          // those that Options.Policies need, of every execution
	By  []*policy.Set // those that the plans of these sets hang on
	At  time.Time     // as of when By plans
}

// recordFacts asks for the facts that a recording is to hold. What cannot be had
// is not in it.
func (o *Options) recordFacts(ctx context.Context, r *Recording, w Wanted) {
	ask := &asker{api: o.API, group: r.Group.ID, halted: ctx.Err, outages: new(outages)}
	if w.All {
		ask.needs, ask.facts = o.Policies.Needs(), new(policy.Facts)
		ask.all(ctx, r.Executions)
		r.Facts, r.Missing = ask.facts, missing(ask.facts.Unknown(len(r.Executions)))
	}
	metrics := metricsFor(w.By)
	for _, set := range w.By {
		ask.needs = set.Needs()
		ask.needs.Metrics = metrics // one answer serves all of them
		in := policy.Input{Group: r.Group, Executions: r.Executions, Now: w.At, Facts: r.Facts}
		_, r.Facts = ask.plan(ctx, set, in)
	}
}

func metricsFor(sets []*policy.Set) (names []string) {
	for _, set := range sets {
		names = append(names, set.Needs().Metrics...)
	}
	return names
}

// all asks for every kind of fact that is needed, about all executions.
func (a *asker) all(ctx context.Context, executions []workload.Execution) {
	for kind, needed := range a.needs.Facts {
		if !needed {
			continue
		}
		var runs []asked
		for i := range executions {
			if e := &executions[i]; policy.Fact(kind) != policy.FactLogLine || e.Status == workload.Running {
				runs = append(runs, askedAbout(e))
			}
		}
		a.ask(ctx, policy.Fact(kind), runs)
	}
}
