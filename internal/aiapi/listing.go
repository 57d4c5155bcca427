package aiapi

import (
	"cmp"
	"sync"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Listing holds the executions of a resource group.
type Listing struct {
	// Executions holds each id once, in any order. If two records of one id
	// differ, it holds one of them, with Contradictory set.
	Executions []workload.Execution
	// Counted is true if there are at least as many executions as the API counted
	// before the listing. If the API does not count, an execution may be missing:
	// when the order changes between pages, one can be left out without a sign.
	Counted bool
	// Skew is the API's clock minus this machine's clock. It is the skew furthest
	// from zero among all answers of this listing. Dated is false if no answer
	// had a Date.
	Skew  time.Duration
	Dated bool

	memory *listing
}

// Release makes the memory of the listing available to the next one. Its
// executions must not be used afterwards; copies of them may. Calling Release is
// optional.
func (l Listing) Release() {
	if l.memory != nil {
		clear(l.memory.executions)
		listings.Put(l.memory)
	}
}

// listing collects pages. It keeps each execution once.
type listing struct {
	tally
	executions []workload.Execution
	seen       idSet
}

// maxReserve limits the memory that is reserved because of a count alone. The
// count may be wrong.
const maxReserve = 2 << 20

var listings sync.Pool // of *listing

// newListing returns a listing with room for count executions. It reuses released
// memory that is large enough, so that a tenant of thousands of groups needs the
// memory of a few.
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

// add adds a page and returns how many of its executions were new.
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

// join merges another record of the same execution into held. If they differ, it
// keeps the one that was modified last, else the greater one by its other fields.
// So the result does not depend on the order of the records.
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
