package reaper

import (
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// outages remembers, for a sweep, for which kinds of facts the API does not
// answer. Without it, each of perhaps thousands of requests would be repeated for
// half a minute. The zero value is ready to use.
type outages struct {
	mu  sync.Mutex
	row map[policy.Fact]int // failures in a row
	why map[policy.Fact]error
}

// observe records the result of a request for a kind of fact.
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

// of returns why no more requests for a kind of fact are sent, nil while they
// are.
func (o *outages) of(fact policy.Fact) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.why[fact]
}
