package aiapi

import (
	"cmp"
	"sync"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Listing is what a resource group holds.
type Listing struct {
	// Executions holds each id once, in any order. Where two records of one id
	// differ, it holds one of them, with Contradictory set.
	Executions []workload.Execution
	// Counted reports that they are at least as many as the API's own count said
	// beforehand. Where it did not count, one may be missing: pages in changing
	// order leave holes that nothing shows.
	Counted bool
	// Skew is the API's clock less this machine's. Of all answers to this listing
	// it is the one that is furthest from zero. Dated is false where no answer had a
	// Date.
	Skew  time.Duration
	Dated bool

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
	tally
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
	*l = listing{tally: tally{count: count}, executions: l.executions[:0], seen: l.seen}
	if cap(l.executions) < room {
		l.executions = make([]workload.Execution, 0, room)
	}
	l.seen.open(room)
	return l
}

func (l *listing) done(skew *widest) Listing {
	off, dated := skew.get()
	return Listing{Executions: l.executions, Counted: l.count != uncounted, Skew: off, Dated: dated, memory: l}
}

// add takes a page and returns how many of its executions were new.
func (l *listing) add(p *page.Page) (fresh int) {
	l.text += p.Text
	for i := range p.Executions {
		at, slot := l.seen.find(l.executions, p.Executions[i].ID)
		if at >= 0 {
			join(&l.executions[at], &p.Executions[i])
			continue
		}
		l.executions = append(l.executions, p.Executions[i])
		l.seen.insert(l.executions, slot)
		fresh++
	}
	return fresh
}

// join takes another record of an execution that is held. Of records that differ it
// holds the one that was modified last, and of these the last by its fields, so
// that the order in which they came does not matter.
func join(held, e *workload.Execution) {
	contradictory := held.Contradictory || e.Contradictory || workload.Contradict(held, e)
	if compare(held, e) < 0 {
		*held = *e
	}
	held.Contradictory = contradictory
}

// compare orders records of one execution.
func compare(a, b *workload.Execution) int {
	order := cmp.Compare(a.ModifiedAt, b.ModifiedAt)
	for i := 0; order == 0 && i < len(workload.Fields); i++ {
		f := &workload.Fields[i]
		order = cmp.Or(cmp.Compare(f.Text(a), f.Text(b)), cmp.Compare(f.Time(a), f.Time(b)))
	}
	return order
}
