package aiapi

import (
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// What one listing may come to. A tenant has far less; a server that is broken,
// or worse, must not fill the memory, or keep a sweep busy for ever.
const (
	maxCount     = 5_000_000 // executions that the API may count in a group
	maxUncounted = 250_000   // executions of a group that the API does not count
	leastGrowth  = 1000      // executions more than counted, whatever the count
	sparePages   = 10_000    // pages more than a listing of that size needs
)

// most returns how many executions the listing may hold: those that were counted
// and those that can have come since, which is a tenth, or a thousand where that
// is more. A listing takes seconds, and a run takes longer than that to start.
func (l *listing) most() int {
	if l.count == uncounted {
		return maxUncounted
	}
	return l.count + max(leastGrowth, l.count/10)
}

// within returns an error that wraps page.ErrTooMuch where the listing goes
// beyond its bounds.
func (l *listing) within(size int) error {
	most := l.most()
	switch n := len(l.executions); {
	case n > most && l.count == uncounted:
		return tooMuch("more than %d executions, where the API does not count them", most)
	case n > most:
		return tooMuch("more than %d executions, where the API counts %d", most, l.count)
	case l.text > page.Room(n):
		return tooMuch("the executions keep more than %d MiB of text", page.Room(n)>>20)
	case l.records > 2*most+10*size || l.pages > most/size+sparePages:
		return tooMuch("%d records on %d pages hold only %d executions", l.records, l.pages, n)
	}
	return nil
}

func tooMuch(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{page.ErrTooMuch}, args...)...)
}
