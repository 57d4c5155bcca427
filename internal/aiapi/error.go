package aiapi

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
)

// Error is a call that the API, or something in front of it, did not carry out.
type Error struct {
	Status    int    // HTTP; 0: no answer
	Code      string // the API's own, such as 01010076; "" where it gave none
	Message   string
	RequestID string // to ask SAP's support about
	Target    string
	Details   string

	Method   string
	Endpoint string // the path template, or /oauth/token
	Group    string // the resource group it was for, "" for none

	// MaybeApplied reports that the change may have been carried out all the same:
	// this try or an earlier one went out and did not get a clear no. The error may
	// then be a consequence of that try.
	MaybeApplied bool
	// RetryAfter is how long the server asked to be left alone, 0 where it did not.
	RetryAfter time.Duration
	// Err is the cause where there was no answer, or none that can be read.
	Err error
}

// TokenEndpoint is the Endpoint of errors that the token host gave.
const TokenEndpoint = credentials.TokenPath

// ErrIncomplete is wrapped by the error of a listing that stays shorter than the
// API's own count.
var ErrIncomplete = errors.New("the listing stays incomplete")

// Error says what failed, on what, why, and what to do about it.
func (e *Error) Error() string {
	text := e.what()
	if e.Code != "" {
		text += " (code " + e.Code + ")"
	}
	if e.Details != "" {
		text += ": " + e.Details
	}
	if e.RequestID != "" {
		text += " (request " + e.RequestID + ")"
	}
	if hint := e.hint(); hint != "" {
		text += ": " + hint
	}
	return text
}

func (e *Error) what() string {
	what := e.Method + " " + e.Endpoint
	if e.Group != "" {
		what += " in resource group " + e.Group
	}
	switch {
	case e.Status == 0 && e.Err != nil:
		return what + ": " + clean(e.Err.Error())
	case e.Message == "":
		return fmt.Sprintf("%s: %d %s", what, e.Status, http.StatusText(e.Status))
	case e.Status == 0:
		return fmt.Sprintf("%s: %s", what, e.Message)
	}
	return fmt.Sprintf("%s: %d %s", what, e.Status, e.Message)
}

func (e *Error) hint() string {
	switch {
	case e.Endpoint == TokenEndpoint && (e.Status == http.StatusBadRequest || e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden):
		return "the credentials were refused: check the client id, the client secret or certificate, and the token host"
	case e.Endpoint == TokenEndpoint && (e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusNotImplemented):
		return "this is not a token host: check AICORE_AUTH_URL"
	case e.Status == http.StatusUnauthorized:
		return "the token was refused: check that AICORE_BASE_URL and AICORE_AUTH_URL belong to one service key"
	case e.Status == http.StatusForbidden && e.Group != "":
		return "the credentials have no right to this resource group: exclude it, or use a service key that has"
	case e.Status == http.StatusForbidden:
		return "the credentials have no right to this call: use a service key that has"
	case e.Status == http.StatusNotFound && e.Endpoint == "/lm/executions":
		return "the resource group is unknown: check its name"
	case e.Status == 0 && e.Err != nil && e.Endpoint == TokenEndpoint:
		return "check the network and AICORE_AUTH_URL, or what stands for it in the service key"
	case e.Status == 0 && e.Err != nil:
		return "check the network and AICORE_BASE_URL"
	}
	return ""
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
