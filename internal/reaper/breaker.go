package reaper

import (
	"errors"
	"fmt"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
)

// breakAfter is how many failures in a row, none of them the fault of what was
// asked for, end a sweep: by then it is the tenant that is out of reach.
const breakAfter = 10

// breaker ends a sweep when the API as a whole turns everything away.
type breaker struct {
	mu    sync.Mutex
	row   int
	cause error
}

func newBreaker() *breaker { return &breaker{} }

// observe takes note of how a group or a request fared.
func (b *breaker) observe(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err == nil:
		b.row = 0
	case tenantFault(err):
		if b.row++; b.row >= breakAfter && b.cause == nil {
			b.cause = fmt.Errorf("the sweep ended early: %d failures in a row, the last: %w", b.row, err)
		}
	}
}

// err is why no new request may be sent, nil while it may.
func (b *breaker) err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.cause
}

// tenantFault tells whether a failure speaks of the tenant or the network rather
// than of what was asked for.
func tenantFault(err error) bool {
	if errors.Is(err, ErrInterrupted) {
		return false
	}
	e, ok := errors.AsType[*aiapi.Error](err)
	return !ok || e.Status == 0 || e.Status == 401 || e.Status == 403 || e.Status >= 500
}

// worthAnotherTry tells whether a group that could not be listed may well be
// listed a little later.
func worthAnotherTry(err error) bool {
	if errors.Is(err, aiapi.ErrIncomplete) {
		return true
	}
	e, ok := errors.AsType[*aiapi.Error](err)
	return ok && (e.Status == 0 || e.Status == 429 || e.Status >= 500)
}
