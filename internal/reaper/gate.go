package reaper

import "sync"

// gate closes for one group when nothing more may be sent for it. The zero value
// is open.
type gate struct {
	mu       sync.Mutex
	cause    error
	refusals int  // whole requests refused in a row
	accepted bool // any request was not refused as a whole
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
		g.refusals, g.accepted = 0, true
	}
}

// refusesAll reports whether the group has refused maxRefusals requests in a row and
// has never accepted one. Where it has, the items are the cause.
func (g *gate) refusesAll() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.accepted && g.refusals >= maxRefusals
}
