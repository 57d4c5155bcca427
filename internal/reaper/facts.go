package reaper

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// asker asks for facts about executions of one resource group.
type asker struct {
	api     *aiapi.Client // nil: there is nobody to ask
	group   string
	needs   policy.Needs
	facts   *policy.Facts // what is known, and what the answers add
	halted  func() error  // why nothing more may be asked; nil while it may
	outages *outages
}

// asker returns one that asks the API for what a set of policies needs.
func (s *sweep) asker(ctx context.Context, group string, policies *policy.Set) *asker {
	return &asker{
		api: s.API, group: group, needs: policies.Needs(), outages: &s.outages,
		halted: func() error { return s.halted(ctx) },
	}
}

// plan plans, asks for the facts that some decision hangs on, and plans again,
// until nothing is left to ask. It returns the facts that the plan was made with.
func (a *asker) plan(ctx context.Context, policies *policy.Set, in policy.Input) (policy.Plan, *policy.Facts) {
	if !a.needs.Any() {
		return policies.Plan(in), in.Facts
	}
	a.facts = in.Facts.Clone()
	in.Facts = a.facts
	plan := policies.Plan(in)
	for !plan.Questions.Empty() {
		fact := cheapest(&plan.Questions)
		about := plan.Questions[fact]
		runs := make([]asked, len(about))
		for i, index := range about {
			runs[i] = askedAbout(&in.Executions[index])
		}
		a.ask(ctx, fact, slices.Clone(runs))
		if plan = policies.Plan(in); slices.Equal(plan.Questions[fact], about) {
			a.fail(fact, errUnanswered, runs)
			plan = policies.Plan(in)
		}
	}
	return plan, a.facts
}

// errUnanswered ends what would go on for ever.
var errUnanswered = errors.New("a fault of the program: it was asked for and is still not known; please report it")

// cheapest is the kind of fact in question that costs least to ask for: its answer
// may leave no need for the others.
func cheapest(q *policy.Questions) policy.Fact {
	return policy.Fact(slices.IndexFunc(q[:], func(about []int32) bool { return len(about) > 0 }))
}

// asked is an execution that is asked about.
type asked struct {
	id      string
	created workload.Timestamp
}

// askedAbout copies what is asked by, so that answers do not keep the page of the
// listing that it stood on.
func askedAbout(e *workload.Execution) asked {
	return asked{strings.Clone(e.ID), e.CreatedAt}
}

func idsOf(runs []asked) []string {
	ids := make([]string, len(runs))
	for i, r := range runs {
		ids[i] = r.id
	}
	return ids
}

// missing says what could not be had of what executions wait for.
func missing(waiting []policy.Waiting) []report.Missing {
	var all []report.Missing
	for _, w := range waiting {
		all = append(all, report.Missing{Fact: factWords[w.Fact], Waiting: w.Executions, Error: w.Why.Error()})
	}
	return all
}

// factWords are how a report calls the kinds of facts: by what is asked for.
var factWords = map[policy.Fact]string{
	policy.FactOptOut: "opt-out tags", policy.FactTags: "tags", policy.FactMetrics: "metrics", policy.FactFeeds: "deployments", policy.FactLogLine: "logs",
}
