package reaper

import (
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// outages remembers, for a sweep, which kinds of facts the API does not answer for
// now: each request for them is repeated for half a minute, and there may be
// thousands. The zero value is ready.
type outages struct {
	mu  sync.Mutex
	row map[policy.Fact]int // failures in a row
	why map[policy.Fact]error
}

// observe takes note of how a request for a kind of fact fared.
func (o *outages) observe(fact policy.Fact, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.row == nil {
		o.row, o.why = make(map[policy.Fact]int), make(map[policy.Fact]error)
	}
	if !aiapi.IsUnavailable(err) {
		o.row[fact] = 0
		return
	}
	if o.row[fact]++; o.row[fact] == maxFailures {
		o.why[fact] = err
	}
}

// of is why no more requests for a kind of fact are made, nil while they are.
func (o *outages) of(fact policy.Fact) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.why[fact]
}
