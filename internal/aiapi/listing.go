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
		l.memory.release()
	}
}

// listing collects pages. It keeps each execution once.
type listing struct {
	tally
	executions []workload.Execution
	own        []workload.Execution // unused memory for executions
	taken      bool                 // executions is the memory of a page
	seen       idSet
}

// maxReserve limits the memory that is reserved because of a count alone. The
// count may be wrong.
const maxReserve = 2 << 20

var listings sync.Pool // of *listing

// newListing returns an empty listing of which a count is known. It reuses released
// memory, so that a tenant of thousands of groups needs the memory of a few.
func newListing(count int) *listing {
	l, ok := listings.Get().(*listing)
	if !ok {
		l = new(listing)
	}
	*l = listing{tally: tally{count: count}, own: l.own, seen: l.seen}
	l.seen.open(l.room())
	return l
}

// room returns how many executions the listing will probably have.
func (l *listing) room() int {
	room := min(max(l.count, 0), maxReserve)
	return min(room+room/64+64, maxReserve)
}

// release makes the memory available to the next listing, or to the next page if it
// was taken from one.
func (l *listing) release() {
	if l.taken {
		page.GiveBack(l.executions)
	} else {
		clear(l.executions)
		l.own = l.executions[:0]
	}
	l.executions = nil
	listings.Put(l)
}

func (l *listing) done(skew *widest) Listing {
	off, dated := skew.get()
	return Listing{Executions: l.executions, Counted: l.count != uncounted, Skew: off, Dated: dated, memory: l}
}

// add adds a page and returns how many of its executions were new.
func (l *listing) add(p *page.Page) (fresh int) {
	l.text += p.Text
	if l.executions == nil && len(p.Executions) >= l.count {
		return l.takeAll(p)
	}
	l.makeRoom()
	for i := range p.Executions {
		fresh += l.addOne(&p.Executions[i])
	}
	return fresh
}

// makeRoom makes room for as many executions as were counted, in the listing's own
// memory if that is large enough.
func (l *listing) makeRoom() {
	if l.executions != nil {
		return
	}
	if l.executions, l.own = l.own, nil; cap(l.executions) < l.room() {
		l.executions = make([]workload.Execution, 0, l.room())
	}
}

// takeAll makes the listing of a page that holds all of it, in the page's memory.
func (l *listing) takeAll(p *page.Page) (fresh int) {
	all := p.Take()
	l.executions, l.taken = all[:0], true
	for i := range all {
		fresh += l.addOne(&all[i]) // stays where it is, or moves to the left
	}
	clear(all[len(l.executions):])
	return fresh
}

// addOne adds one execution and returns 1 if it is new, else 0.
func (l *listing) addOne(e *workload.Execution) (fresh int) {
	at, slot := l.seen.find(l.executions, e.ID)
	if at >= 0 {
		join(&l.executions[at], e)
		return 0
	}
	l.executions = append(l.executions, *e)
	l.seen.insert(l.executions, slot)
	return 1
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
