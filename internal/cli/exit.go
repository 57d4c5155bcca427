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

// The exit codes of the contract. Interrupted ends are 128 plus the signal.
const (
	exitOK      = 0
	exitFailed  = 1 // done, but something failed
	exitUsage   = 2 // bad config, credentials or usage; nothing was tried
	exitRefused = 3 // a limit or a guard refused
)

// codedError is an error that knows its exit code.
type codedError struct {
	code int
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

// failed, usage and refused give an error its exit code.
func failed(err error) error  { return &codedError{exitFailed, err} }
func usage(err error) error   { return &codedError{exitUsage, err} }
func refused(err error) error { return &codedError{exitRefused, err} }

// errSilent ends a command whose output has said already what went wrong.
var errSilent = errors.New("see the report")

// Interrupted is the cause of a context that a signal cancelled.
type Interrupted struct{ Signal os.Signal }

func (i Interrupted) Error() string { return "interrupted by " + i.Signal.String() }

// exitCode maps how a command ended to the contract's codes. An error without a
// code is one of usage: cobra's own, about flags and arguments.
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

// verdict is how a command that made a report ends.
func verdict(r *report.Report) error {
	switch {
	case errors.Is(r.Cause, report.ErrInterrupted):
		return failed(r.Cause)
	case errors.Is(r.Cause, reaper.ErrNoGroups):
		return failed(r.Cause)
	case r.Cause != nil && len(r.Faults) > 0: // whatever was tried before the fault of the program
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

// nothingTried reports whether a sweep ended before it asked the API for anything:
// its credentials are bad, or were refused.
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

// errNotDone says that a signal ended a command that only reads. It stands in for
// the error of the request that was under way.
var errNotDone = errors.New("it was told to end before it was done; nothing was changed")

// plainly returns the error to show to a person. Where a signal ended the command,
// it says so, and not which request failed because of that.
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
