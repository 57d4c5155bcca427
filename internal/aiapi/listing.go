package aiapi

import (
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Listing is what a resource group holds.
type Listing struct {
	Executions []workload.Execution // each once, in no order that means anything
	// Counted tells that they are at least as many as the API's own count said
	// beforehand. Where it did not count, one may be missing: pages in changing
	// order leave holes that nothing shows.
	Counted bool

	memory *listing
}

// Release gives the memory of the listing to the next one. Its executions must
// not be used after that, copies of them may. It need not be called.
func (l Listing) Release() {
	if l.memory != nil {
		clear(l.memory.executions)
		listings.Put(l.memory)
	}
}

// listing collects pages, each execution once.
type listing struct {
	count      int
	ended      bool
	executions []workload.Execution
	seen       idSet
}

// maxReserve bounds the room that a count alone, which may be a lie, reserves.
const maxReserve = 2 << 20

var listings sync.Pool // of *listing

// newListing makes room for a count, in memory that was released where that is
// large enough: a tenant of thousands of groups is listed in that of a few.
func newListing(count int) *listing {
	room := min(max(count, 0), maxReserve)
	room = min(room+room/64+64, maxReserve)
	l, ok := listings.Get().(*listing)
	if !ok {
		l = new(listing)
	}
	l.count, l.ended, l.executions = count, false, l.executions[:0]
	if cap(l.executions) < room {
		l.executions = make([]workload.Execution, 0, room)
	}
	l.seen.open(room)
	return l
}

// add takes a page and says how many of it were new. What is seen again counts
// as it was seen last.
func (l *listing) add(page []workload.Execution) (fresh int) {
	for i := range page {
		at, slot := l.seen.find(l.executions, page[i].ID)
		if at >= 0 {
			l.executions[at] = page[i]
			continue
		}
		l.executions = append(l.executions, page[i])
		l.seen.insert(l.executions, slot)
		fresh++
	}
	return fresh
}

func (l *listing) complete() bool {
	return l.count >= 0 && len(l.executions) >= l.count || l.count == uncounted && l.ended
}

// passed tells whether a page that began at skip lies behind all that is counted.
// Where it is full all the same and brings nothing new, the server takes no
// notice of $skip and would go on for ever.
func (l *listing) passed(skip int) bool { return skip >= l.count }
