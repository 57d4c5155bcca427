package aiapi

import (
	"errors"
	"net/http"
)

// noSuchExecution is the code of an item whose execution the API does not have.
// Seen in SAP's own end-to-end test of its Python SDK.
const noSuchExecution = "01010020"

// IsGone reports whether the API says that an execution does not exist. A 404 of
// the list or of the bulk call does not count, because it is not about one
// execution.
func IsGone(err error) bool {
	e := asError(err)
	return e.Code == noSuchExecution || e.Status == http.StatusNotFound && e.Endpoint != executionsEndpoint
}

// IsDenied reports whether the credentials have no right to the call (401, 403).
func IsDenied(err error) bool {
	s := Status(err)
	return s == http.StatusUnauthorized || s == http.StatusForbidden
}

// IsUnavailable reports whether the network or the server failed, rather than the
// request being wrong: there was no answer, or it was 408, 429 or 5xx.
func IsUnavailable(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	switch e.Status {
	case 0, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return true
	}
	return e.Status >= 500
}

// MaybeApplied reports whether the change may have been carried out although the
// call failed with err.
func MaybeApplied(err error) bool { return asError(err).MaybeApplied }

// IsUnsupported reports whether the API answered a whole bulk call with 404, 405
// or 501, so that it seems not to have the call. It may still work in another
// group, because 404 is also the answer for an unknown group.
func IsUnsupported(err error) bool {
	e := asError(err)
	return e.Method == http.MethodPatch && e.Endpoint == executionsEndpoint && isMissing(err)
}

// isMissing reports whether the API seems not to have the call.
func isMissing(err error) bool {
	switch Status(err) {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return false
}

// Code returns the API's own code of an error, such as 01010076, "" if it gave
// none.
func Code(err error) string { return asError(err).Code }

// Status returns the HTTP status of an error of the API, 0 if there was no answer
// and for any other error. For a refused item of a bulk request it is 202.
func Status(err error) int { return asError(err).Status }

// asError returns the *Error in err, or a zero one if there is none.
func asError(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return new(Error)
}
