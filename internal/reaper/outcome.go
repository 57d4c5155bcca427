package reaper

import (
	"errors"
	"net/http"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// takeAnswer handles the API's answer to one change. If the API accepted it, may
// have accepted it, or says that the execution is gone or in another state, the
// listings will show the outcome. A clearly refused change that happens anyway
// was made by somebody else.
func (a *actor) takeAnswer(c change, err error, r *replies) {
	switch {
	case err == nil:
		r.watch(c, nil)
	case c.unsure || aiapi.MaybeApplied(err) || aiapi.IsGone(err) || stateRefused(err):
		r.watch(c, err)
	default:
		a.takeFailure(c, err, r)
	}
}

// takeFailure handles an error about which later listings say nothing more,
// unless the change may have been carried out.
func (a *actor) takeFailure(c change, err error, r *replies) {
	if c.unsure || aiapi.MaybeApplied(err) {
		r.watch(c, err)
		return
	}
	r.end(c, report.Done{Outcome: outcomeOf(err), Class: classOf(err)}, err)
}

// stateRefused reports whether the API refused a change because of the
// execution's state.
func stateRefused(err error) bool {
	return aiapi.Code(err) == codeState || aiapi.Status(err) == http.StatusPreconditionFailed
}

// outcomeOf returns the outcome of a change that was not accepted: refused if the
// API said so, else failed.
func outcomeOf(err error) report.Outcome {
	if _, typed := errors.AsType[*aiapi.Error](err); typed && !aiapi.IsUnavailable(err) && !aiapi.IsDenied(err) {
		return report.Refused
	}
	return report.Failed
}

// classOf returns the class of an error for the metrics.
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

// unsent ends changes that were not sent. They stay planned if the sweep was
// interrupted, and are failed if the group or the sweep was given up.
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

// interrupted returns the outcome of a change that was not sent because the sweep
// was interrupted. If it is the deletion after a stop, the stop still counts.
func (c change) interrupted() report.Done {
	if c.afterStop {
		return report.Done{Outcome: report.Verified, Stopped: true, Freed: c.freed}
	}
	return report.Done{Outcome: report.Planned}
}
