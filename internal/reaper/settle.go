package reaper

import (
	"errors"
	"net/http"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// settle takes the API's answer to one change. What it took is watched until it is
// seen done; so is what it may have taken, and what it says is gone or in another
// state, for the listing tells. What a clear no was said to, and happens all the
// same, somebody else did.
func (a *actor) settle(c change, err error, r *replies) {
	switch {
	case err == nil:
		r.watch(c, nil)
	case c.unsure || aiapi.MaybeApplied(err) || aiapi.IsGone(err) || stateRefused(err):
		r.watch(c, err)
	default:
		a.settleFailure(c, err, r)
	}
}

// settleFailure takes an answer that the listing has nothing to add to.
func (a *actor) settleFailure(c change, err error, r *replies) {
	if c.unsure || aiapi.MaybeApplied(err) {
		r.watch(c, err)
		return
	}
	r.end(c, report.Done{Outcome: outcomeOf(err), Class: classOf(err)}, err)
}

// stateRefused reports whether the API refused a change for the execution's state.
func stateRefused(err error) bool {
	return aiapi.Code(err) == codeState || aiapi.Status(err) == http.StatusPreconditionFailed
}

// outcomeOf is the outcome of a change that was not taken: refused where the API
// said so, else it could not be sent.
func outcomeOf(err error) report.Outcome {
	if _, typed := errors.AsType[*aiapi.Error](err); typed && !aiapi.IsUnavailable(err) && !aiapi.IsDenied(err) {
		return report.Refused
	}
	return report.Failed
}

// classOf classes an error for the metrics.
func classOf(err error) report.Class {
	switch status := aiapi.Status(err); {
	case aiapi.IsDenied(err):
		return report.ClassDenied
	case status == http.StatusTooManyRequests:
		return report.ClassThrottled
	case status >= 500 || status == http.StatusRequestTimeout:
		return report.ClassServer
	case status == 0:
		return report.ClassNetwork
	case stateRefused(err):
		return report.ClassState
	}
	return report.ClassRefused
}

// unsent leaves changes as planned where the sweep was told to end, and fails them
// where the group or the sweep was given up.
func (a *actor) unsent(changes []change, why error, r *replies) {
	for _, c := range changes {
		switch {
		case c.unsure:
			r.watch(c, why)
		case errors.Is(why, report.ErrInterrupted):
			r.end(c, c.interrupted(), errNotSent)
		default:
			r.end(c, report.Done{Outcome: report.Failed, Class: report.ClassNotSent}, why)
		}
	}
}

var errNotSent = errors.New("not sent: the sweep was told to end before")

// interrupted is what becomes of a change that the end of the sweep came before: a
// deletion that follows a stop leaves the stop done.
func (c change) interrupted() report.Done {
	if c.afterStop {
		return report.Done{Outcome: report.Verified, Stopped: true, Freed: c.freed}
	}
	return report.Done{Outcome: report.Planned}
}
