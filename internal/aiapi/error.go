package aiapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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

	// MaybeApplied tells that the change may have been carried out all the same:
	// this try of it, or an earlier one, whose consequence the error then may be,
	// went out and was not answered by a clear no.
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

// ErrUnanswered is wrapped by the error of an item that the answer to a bulk
// request leaves out.
var ErrUnanswered = errors.New("the answer leaves the execution out")

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
		return fmt.Sprintf("%s: %v", what, e.Err)
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
		return "this is no token host: check AICORE_AUTH_URL"
	case e.Status == http.StatusUnauthorized:
		return "the token was refused: check that AICORE_BASE_URL and AICORE_AUTH_URL belong to one service key"
	case e.Status == http.StatusForbidden && e.Group != "":
		return "the credentials have no right to this resource group: exclude it, or use a service key that has"
	case e.Status == http.StatusForbidden:
		return "the credentials have no right to this call: use a service key that has"
	case e.Status == http.StatusNotFound && e.Endpoint == "/lm/executions":
		return "the resource group is unknown: check its name"
	case e.Status == 0 && e.Err != nil:
		return "check the network and AICORE_BASE_URL"
	}
	return ""
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// answered makes the Error of an answer that is none of success. Bodies of
// gateways, HTML or empty, give no message.
func answered(c *call, resp *http.Response, body []byte, now time.Time) *Error {
	e := &Error{Status: resp.StatusCode, Method: c.method, Endpoint: c.endpoint, Group: c.group}
	e.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), now)
	var wrapped struct {
		Error json.RawMessage `json:"error"`
		OAuth string          `json:"error_description"`
	}
	if json.Unmarshal(body, &wrapped) == nil {
		e.read(wrapped.Error)
		if wrapped.OAuth != "" {
			e.Message = clean(wrapped.OAuth)
		}
	}
	if e.RequestID == "" {
		e.RequestID = clean(resp.Header.Get("X-Request-Id"))
	}
	return e
}

// read takes the API's error object. Versions of the API differ in its types, so
// each field is taken as it comes.
func (e *Error) read(raw json.RawMessage) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		e.Message = plainText(raw)
		return
	}
	e.Code = plainText(fields["code"])
	e.Message = plainText(fields["message"])
	e.RequestID = plainText(fields["requestId"])
	e.Target = plainText(fields["target"])
	e.Details = plainText(fields["details"])
}

// plainText is a JSON value as a person reads it: a string without its quotes,
// anything else as it stands, null and empty values as nothing.
func plainText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return clean(s)
	}
	switch text := string(raw); text {
	case "null", "{}", "[]":
		return ""
	default:
		return clean(text)
	}
}

// longest is how much of a foreign text is shown.
const longest = 300

// clean makes a foreign text fit for one line of a terminal or a log.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest]) + "…"
	}
	return s
}
