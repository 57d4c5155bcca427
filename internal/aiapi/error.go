package aiapi

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
)

// Error is the failure of a call to the API or to the token host.
type Error struct {
	Status    int    // HTTP; 0: no answer
	Code      string // the API's own code, such as 01010076; "" if it gave none
	Message   string
	RequestID string // to give to SAP's support
	Target    string
	Details   string

	Method   string
	Endpoint string // the path template, or /oauth/token
	Group    string // the resource group of the call, "" if none

	// MaybeApplied is true if the change may have been carried out although the
	// call failed: this try or an earlier one was sent and not clearly refused.
	// The error may then be a result of the change.
	MaybeApplied bool
	// RetryAfter is how long the server asked clients to wait, 0 if it did not.
	RetryAfter time.Duration
	// Err is the cause if there was no answer, or no readable one.
	Err error
}

// TokenEndpoint is the Endpoint of errors of the token host.
const TokenEndpoint = credentials.TokenPath

// ErrIncomplete is wrapped by the error of a listing that, after all tries, holds
// fewer executions than the API counts.
var ErrIncomplete = errors.New("the listing stays incomplete")

// Error returns what failed, on what, why, and what to do about it.
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
	case e.Status == http.StatusForbidden && e.Group != "" && !e.forFacts():
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

// forFacts reports whether the call was for what only some policies need to know:
// who has no right to it may well list and change executions.
func (e *Error) forFacts() bool {
	return !strings.HasPrefix(e.Endpoint, executionsEndpoint) || strings.HasSuffix(e.Endpoint, "/logs")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
