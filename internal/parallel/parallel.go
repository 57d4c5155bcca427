// Package parallel runs functions concurrently and waits for them. If one of them
// panics, Wait panics, so that the caller can recover. A panic in another
// goroutine would end the process.
package parallel

import (
	"fmt"
	"runtime/debug"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Group is a set of functions that run concurrently. The zero value has no limit.
type Group struct {
	group errgroup.Group
	mu    sync.Mutex
	fault string // the first panic, with its stack; "" if none
}

// SetLimit lets at most n functions run at the same time; Go then waits. It must
// be called before Go.
func (g *Group) SetLimit(n int) { g.group.SetLimit(n) }

// Go runs a function.
func (g *Group) Go(f func() error) {
	g.group.Go(func() error {
		defer g.note()
		return f()
	})
}

// note recovers a panic and keeps it for Wait.
func (g *Group) note() {
	fault := recover()
	if fault == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fault == "" {
		g.fault = fmt.Sprintf("%v\n%s", fault, debug.Stack())
	}
}

// Wait waits until all functions have ended and returns the first error. It
// panics if one of them panicked.
func (g *Group) Wait() error {
	err := g.group.Wait()
	if g.fault != "" {
		panic(g.fault)
	}
	return err
}
