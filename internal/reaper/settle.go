package reaper

import (
	"errors"
	"net/http"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
)

// noSuchExecution is the code of an item whose execution the API does not have.
// Seen in SAP's own end-to-end test of its Python SDK.
const noSuchExecution = "01010020"

// settle takes the API's answer to one change. What it took is watched until it
// is seen done; what it may have taken is watched too, and the listing tells.
// Only these can come to count as this program's work: what a clear no was said
// to, and happens all the same, somebody else did.
func (a *actor) settle(t *task, err error) {
	e, typed := errors.AsType[*aiapi.Error](err)
	switch {
	case err == nil:
		t.doubt = nil
		a.watch(t)
	case t.unsure || maybeApplied(err):
		a.doubt(t, err)
	case !typed || unavailable(e):
		a.finish(t, Failed, failureClass(err), err)
	case e.Status == http.StatusNotFound || e.Code == noSuchExecution:
		a.finish(t, Gone, "", err)
	default:
		a.finish(t, Refused, failureClass(err), err)
	}
}

// settleWhole takes the failure of a request as a whole.
func (a *actor) settleWhole(batch []*task, err error) {
	for _, t := range batch {
		if t.unsure || maybeApplied(err) {
			a.doubt(t, err)
			continue
		}
		a.finish(t, Failed, failureClass(err), err)
	}
}

// maybeApplied tells whether an error leaves open what became of a change.
func maybeApplied(err error) bool {
	e, ok := errors.AsType[*aiapi.Error](err)
	return ok && e.MaybeApplied
}

// unavailable tells whether an error speaks of the network or the server, not of
// what was asked for.
func unavailable(e *aiapi.Error) bool {
	return e.Status == 0 || e.Status == http.StatusTooManyRequests || e.Status >= 500
}

// doubt has the next listing tell what became of a change.
func (a *actor) doubt(t *task, err error) {
	t.doubt = err
	a.watch(t)
}

// failureClass bounds the reasons of failures for the metrics: the API's codes
// are few, and what has none is told by its HTTP status.
func failureClass(err error) string {
	e, typed := errors.AsType[*aiapi.Error](err)
	switch {
	case !typed || e.Status == 0:
		return "network"
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden:
		return "forbidden"
	case unavailable(e):
		return "unavailable"
	case e.Code != "" && len(e.Code) <= 16:
		return e.Code
	}
	return "refused"
}

// unsent leaves tasks as planned: the sweep ended before they were sent.
func (a *actor) unsent(tasks []*task, why error) {
	for _, t := range tasks {
		if t.unsure {
			a.doubt(t, why)
			continue
		}
		if errors.Is(why, ErrInterrupted) {
			t.row.Error = why.Error()
			if t.row.Stopped { // the stop was done, the deletion is the next sweep's
				t.row.Outcome = Accepted
			}
			continue
		}
		a.finish(t, Failed, "not-sent", why)
	}
}

// fail gives tasks up that could not be sent.
func (a *actor) fail(tasks []*task, class string, why error) {
	for _, t := range tasks {
		a.finish(t, Failed, class, why)
	}
}

// finish gives a task its outcome.
func (a *actor) finish(t *task, o Outcome, class string, why error) {
	t.row.Outcome, t.row.Failure = o, class
	if why != nil {
		t.row.Error = why.Error()
	}
	if a.Audit != nil {
		a.noteOutcome(t, why)
	}
}
