package reaper

import "sync"

// gate closes for one group when nothing more may be sent for it. The zero value
// is open.
type gate struct {
	mu       sync.Mutex
	cause    error
	refusals int // whole requests refused in a row
}

// giveUp closes the gate. The first cause is kept.
func (g *gate) giveUp(cause error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.cause == nil {
		g.cause = cause
	}
}

// err returns why the gate is closed, nil while it is open.
func (g *gate) err() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.cause
}

// refused records whether a request was refused as a whole.
func (g *gate) refused(whole bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refusals++; !whole {
		g.refusals = 0
	}
}

// inRow returns how many requests in a row were refused as a whole.
func (g *gate) inRow() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.refusals
}
