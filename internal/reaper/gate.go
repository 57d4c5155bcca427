package reaper

import "sync"

// gate closes for one group when nothing more may be sent for it. The zero value
// is open.
type gate struct {
	mu       sync.Mutex
	cause    error
	refusals int // whole requests refused in a row
}

// giveUp closes the gate; the first cause counts.
func (g *gate) giveUp(cause error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.cause == nil {
		g.cause = cause
	}
}

// err is why the gate is closed, nil while it is open.
func (g *gate) err() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.cause
}

// refused takes note of whether a request was refused whole.
func (g *gate) refused(whole bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refusals++; !whole {
		g.refusals = 0
	}
}

// inRow is how many whole requests in a row were refused.
func (g *gate) inRow() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.refusals
}
