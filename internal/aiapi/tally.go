package aiapi

import (
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// Limits of one listing. Tenants are far smaller. The limits protect against a
// broken or hostile server, which could fill the memory or keep a sweep busy
// forever.
const (
	maxCount     = 5_000_000 // the largest count of a group
	maxUncounted = 150_000   // the most executions, if the API does not count
	leastGrowth  = 1000      // so many more than counted are always allowed
	sparePages   = 10_000    // so many pages more than needed are allowed
	maxIdlePages = 100       // the most pages in a row that bring nothing new
)

// uncounted is the count if the API does not count.
const uncounted = -1

// tally counts what a listing has received.
type tally struct {
	count   int  // by the API before the listing; or uncounted
	ended   bool // there are no more pages
	held    int  // different executions
	records int  // including repeated ones
	pages   int
	idle    int // pages in a row that brought nothing new
	text    int // bytes of text that are kept
}

// turn counts a page that was requested with this size and skip. records is how
// many records it had, fresh how many of them were new. turn ends the listing if
// no more can come.
func (t *tally) turn(size, skip, records, fresh int) {
	t.pages++
	t.records += records
	t.held += fresh
	if t.idle++; fresh > 0 {
		t.idle = 0
	}
	t.ended = records < size && (t.counted() || fresh == 0) || fresh == 0 && t.passed(skip)
}

// counted reports whether the listing holds at least as many as the API counted.
func (t *tally) counted() bool { return t.count >= 0 && t.held >= t.count }

func (t *tally) complete() bool { return t.counted() || t.count == uncounted && t.ended }

// passed reports whether a page that began at skip is beyond the count. If such a
// page is full but brings nothing new, the server ignores $skip and would go on
// forever.
func (t *tally) passed(skip int) bool { return skip >= t.count }

// most returns how many executions the listing may hold: those that were counted
// and those that may have been created since. That is a tenth of the count, but
// at least a thousand: a listing takes only seconds, and creating a run takes
// longer.
func (t *tally) most() int {
	if t.count == uncounted {
		return maxUncounted
	}
	return t.count + max(leastGrowth, t.count/10)
}

// within returns an error that wraps page.ErrTooMuch if the listing exceeds a
// limit.
func (t *tally) within(size int) error {
	most := t.most()
	switch {
	case t.held > most && t.count == uncounted:
		return tooMuch("more than %d, where the API does not count them", most)
	case t.held > most:
		return tooMuch("more than %d, where the API counts %d", most, t.count)
	case t.text > page.Room(t.held):
		return tooMuch("they keep more than %d MiB of text", page.Room(t.held)>>20)
	case t.idle > maxIdlePages:
		return tooMuch("%d pages in a row bring nothing new", t.idle)
	case t.records > 2*most+10*size || t.pages > most/size+sparePages:
		return tooMuch("%d records on %d pages hold only %d different ones", t.records, t.pages, t.held)
	}
	return nil
}

func tooMuch(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{page.ErrTooMuch}, args...)...)
}
