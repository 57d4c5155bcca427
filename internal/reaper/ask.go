package reaper

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

var errNotRecorded = errors.New("the recording does not hold it: record it with inventory --facts")

// ask asks for a kind of fact about executions. What cannot be named in a request
// fails alone.
func (a *asker) ask(ctx context.Context, fact policy.Fact, runs []asked) {
	if a.api == nil {
		a.fail(fact, errNotRecorded, runs)
		return
	}
	var unnamed []asked
	runs = slices.DeleteFunc(runs, func(r asked) bool {
		bad := !workload.ValidID(r.id)
		if bad {
			unnamed = append(unnamed, r)
		}
		return bad
	})
	a.fail(fact, aiapi.ErrInvalidID, unnamed)
	switch fact {
	case policy.FactOptOut:
		a.askOptOut(ctx, runs)
	case policy.FactFeeds:
		a.askFeeding(ctx)
	case policy.FactTags:
		a.askTags(ctx, runs)
	case policy.FactMetrics:
		a.inParts(fact, runs, aiapi.MaxTrackingIDs, func(part []asked) error { return a.metricsOf(ctx, part) })
	case policy.FactLogLine:
		a.inParts(fact, runs, 1, func(part []asked) error { return a.lastLineOf(ctx, part[0]) })
	}
}

// fail notes that a kind of fact cannot be had for executions, and why.
func (a *asker) fail(fact policy.Fact, why error, runs []asked) {
	if len(runs) > 0 {
		a.facts.Fail(fact, why, idsOf(runs)...)
	}
}

// maxFailures is how many requests for a kind of fact may fail in a row before no
// more are made for it.
const maxFailures = 3

// inParts asks for a kind of fact, so many executions at a time. A request that
// fails costs its own executions; after a refusal for want of rights, and after
// maxFailures in a row, the rest of the group is not asked for.
func (a *asker) inParts(fact policy.Fact, runs []asked, size int, ask func(part []asked) error) {
	row := 0
	for len(runs) > 0 {
		part := runs[:min(size, len(runs))]
		err := a.try(fact, func() error { return ask(part) })
		switch {
		case err == nil:
			row = 0
		case aiapi.IsDenied(err) || row+1 == maxFailures:
			a.fail(fact, err, runs)
			return
		default:
			row++
			a.fail(fact, err, part)
		}
		runs = runs[len(part):]
	}
}

// try makes a request for a kind of fact, unless the sweep ends, or the API has no
// answers to such requests.
func (a *asker) try(fact policy.Fact, ask func() error) error {
	if err := a.halted(); err != nil {
		return err
	}
	if err := a.outages.of(fact); err != nil {
		return err
	}
	err := ask()
	a.outages.observe(fact, err)
	return err
}

// badRequest reports whether the API does not take a question as it was put.
func badRequest(err error) bool { return aiapi.Status(err) == http.StatusBadRequest }
