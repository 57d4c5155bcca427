package aiapi

import (
	"errors"
	"net/http"
)

// noSuchExecution is the code of an item whose execution the API does not have.
// Seen in SAP's own end-to-end test of its Python SDK.
const noSuchExecution = "01010020"

// IsGone reports whether the API says that the one execution it was asked about
// does not exist. A 404 of the list or of the bulk call says nothing about any
// one execution and does not count.
func IsGone(err error) bool {
	e := asError(err)
	return e.Code == noSuchExecution || e.Status == http.StatusNotFound && e.Endpoint != executionsEndpoint
}

// IsDenied reports whether the credentials have no right to the call (401, 403).
func IsDenied(err error) bool {
	s := Status(err)
	return s == http.StatusUnauthorized || s == http.StatusForbidden
}

// IsUnavailable reports whether the network or the server is to blame, and not
// what was asked for: there was no answer, or it was 408, 429 or 5xx.
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

// MaybeApplied reports whether err leaves open if a change was carried out.
func MaybeApplied(err error) bool { return asError(err).MaybeApplied }

// IsUnsupported reports whether the API does not have the bulk call: it answered
// 404, 405 or 501 to it as a whole. Another group may have it all the same, as
// an unknown group is answered with 404 too.
func IsUnsupported(err error) bool {
	e := asError(err)
	return e.Method == http.MethodPatch && e.Endpoint == executionsEndpoint && isMissing(err)
}

// isMissing reports whether the API does not have what was called.
func isMissing(err error) bool {
	switch Status(err) {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return false
}

// Code returns the API's own code of an error, such as 01010076, "" where it
// gave none.
func Code(err error) string { return asError(err).Code }

// Status returns the HTTP status of an error of the API, 0 where there was no
// answer and for any other error. An item that a bulk request refuses has 202.
func Status(err error) int { return asError(err).Status }

// asError returns the *Error in err, a zero one where there is none.
func asError(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return new(Error)
}
