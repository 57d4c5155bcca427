package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"syscall"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// The exit codes. After an interruption it is 128 plus the signal.
const (
	exitOK      = 0
	exitFailed  = 1 // done, but something failed
	exitUsage   = 2 // bad config, credentials or usage; nothing was tried
	exitRefused = 3 // a limit or a guard refused
)

// codedError is an error with an exit code.
type codedError struct {
	code int
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

// failed, usage and refused add an exit code to an error.
func failed(err error) error  { return &codedError{exitFailed, err} }
func usage(err error) error   { return &codedError{exitUsage, err} }
func refused(err error) error { return &codedError{exitRefused, err} }

// errSilent ends a command whose output already says what went wrong.
var errSilent = errors.New("see the report")

// Interrupted is the cause of a context that a signal cancelled.
type Interrupted struct{ Signal os.Signal }

func (i Interrupted) Error() string { return "interrupted by " + i.Signal.String() }

// exitCode returns the exit code for the error of a command. An error without a
// code comes from cobra, about flags and arguments, and means wrong usage.
func exitCode(ctx context.Context, err error) int {
	if e, ok := errors.AsType[*ended](err); ok {
		return e.code
	}
	if i, ok := errors.AsType[Interrupted](context.Cause(ctx)); ok && err != nil {
		if s, ok := i.Signal.(syscall.Signal); ok {
			return 128 + int(s)
		}
	}
	if err == nil {
		return exitOK
	}
	if coded, ok := errors.AsType[*codedError](err); ok {
		return coded.code
	}
	return exitUsage
}

// verdict returns the error for a report, with its exit code.
func verdict(r *report.Report) error {
	switch {
	case errors.Is(r.Cause, report.ErrInterrupted):
		return failed(r.Cause)
	case errors.Is(r.Cause, reaper.ErrNoGroups):
		return failed(r.Cause)
	case r.Cause != nil && len(r.Faults) > 0: // a fault of this program wins over other causes
		return failed(r.Cause)
	case nothingTried(r.Cause):
		return usage(r.Cause)
	case r.Cause != nil && len(r.Groups) == 0:
		return failed(r.Cause)
	case r.Result == report.ResultRefused:
		return refused(errSilent)
	case r.Result != report.ResultOK:
		return failed(errSilent)
	}
	return nil
}

// nothingTried reports whether a sweep ended before any request to the API,
// because its credentials are missing or refused.
func nothingTried(cause error) bool {
	if cause == nil {
		return false
	}
	e, ok := errors.AsType[*aiapi.Error](cause)
	if !ok {
		return !errors.Is(cause, report.ErrRefused)
	}
	return e.Endpoint == aiapi.TokenEndpoint &&
		(e.Status >= 400 && e.Status < 500 && e.Status != http.StatusTooManyRequests || e.Status == http.StatusNotImplemented)
}

// errNotDone says that a signal ended a command that only reads. It replaces the
// error of the interrupted request.
var errNotDone = errors.New("it was told to end before it was done; nothing was changed")

// plainly returns the error to show. If a signal ended the command, it says so,
// and not which request failed because of that.
func plainly(ctx context.Context, err error) error {
	i, ok := errors.AsType[Interrupted](context.Cause(ctx))
	switch {
	case !ok:
		return err
	case errors.Is(err, report.ErrInterrupted):
		return fmt.Errorf("%w (%s)", report.ErrInterrupted, i.Signal)
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("%w (%s)", errNotDone, i.Signal)
	}
	return err
}
