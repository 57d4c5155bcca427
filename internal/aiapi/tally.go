package aiapi

import (
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// What one listing may come to. A tenant has far less; a server that is broken,
// or worse, must not fill the memory, or keep a sweep busy for ever.
const (
	maxCount     = 5_000_000 // that the API may count in a group
	maxUncounted = 150_000   // where the API does not count
	leastGrowth  = 1000      // more than counted, whatever the count
	sparePages   = 10_000    // more than a listing of that size needs
)

// uncounted is the count where the API has none.
const uncounted = -1

// tally counts what a listing has come to.
type tally struct {
	count   int  // beforehand, by the API; or uncounted
	ended   bool // there are no more pages
	held    int  // different ones
	records int  // that came, some of them more than once
	pages   int
	text    int // that is kept, in bytes
}

// turn takes note of a page of that size that began at skip, of its records and
// of how many of them were new, and ends the listing where no more can come.
func (t *tally) turn(size, skip, records, fresh int) {
	t.pages++
	t.records += records
	t.held += fresh
	t.ended = records < size && (t.counted() || fresh == 0) || fresh == 0 && t.passed(skip)
}

// counted reports whether there are as many as the API counted.
func (t *tally) counted() bool { return t.count >= 0 && t.held >= t.count }

func (t *tally) complete() bool { return t.counted() || t.count == uncounted && t.ended }

// passed reports whether a page that began at skip is beyond all that is counted.
// Where such a page is full and brings nothing new, the server takes no notice of
// $skip and would go on for ever.
func (t *tally) passed(skip int) bool { return skip >= t.count }

// most returns how many there may be: those that were counted and those that can
// have come since, which is a tenth, or a thousand where that is more. A listing
// takes seconds, and a run takes longer than that to start.
func (t *tally) most() int {
	if t.count == uncounted {
		return maxUncounted
	}
	return t.count + max(leastGrowth, t.count/10)
}

// within returns an error that wraps page.ErrTooMuch where the listing goes
// beyond its bounds.
func (t *tally) within(size int) error {
	most := t.most()
	switch {
	case t.held > most && t.count == uncounted:
		return tooMuch("more than %d, where the API does not count them", most)
	case t.held > most:
		return tooMuch("more than %d, where the API counts %d", most, t.count)
	case t.text > page.Room(t.held):
		return tooMuch("they keep more than %d MiB of text", page.Room(t.held)>>20)
	case t.records > 2*most+10*size || t.pages > most/size+sparePages:
		return tooMuch("%d records on %d pages hold only %d different ones", t.records, t.pages, t.held)
	}
	return nil
}

func tooMuch(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{page.ErrTooMuch}, args...)...)
}
