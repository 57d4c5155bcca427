package reaper

import (
	"errors"
	"fmt"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// breakAfter is how many failures in a row, none of them the fault of what was
// asked for, end a sweep: by then the tenant is out of reach.
const breakAfter = 10

// breaker ends a sweep when the API as a whole turns everything away. The zero
// value is ready.
type breaker struct {
	mu    sync.Mutex
	row   int
	cause error
}

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

// tenantFault reports whether a failure speaks of the tenant or the network
// rather than of what was asked for.
func tenantFault(err error) bool {
	if errors.Is(err, report.ErrInterrupted) {
		return false
	}
	e, ok := errors.AsType[*aiapi.Error](err)
	return !ok || aiapi.IsDenied(err) || e.Status != 429 && aiapi.IsUnavailable(err)
}
