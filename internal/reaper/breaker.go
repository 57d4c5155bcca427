package reaper

import (
	"errors"
	"fmt"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// breakAfter is how many failures in a row end a sweep. Only failures that are
// not caused by the request count; after so many the tenant is considered
// unreachable.
const breakAfter = 10

// breaker ends a sweep when the API refuses everything. The zero value is ready
// to use.
type breaker struct {
	mu    sync.Mutex
	row   int
	cause error
}

// observe records the result of a request or of listing a group.
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

// err returns why no new request may be sent, nil while requests may be sent.
func (b *breaker) err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.cause
}

// tenantFault reports whether a failure is caused by the tenant or the network,
// not by the request.
func tenantFault(err error) bool {
	if errors.Is(err, report.ErrInterrupted) {
		return false
	}
	e, ok := errors.AsType[*aiapi.Error](err)
	return !ok || aiapi.IsDenied(err) || e.Status != 429 && aiapi.IsUnavailable(err)
}
