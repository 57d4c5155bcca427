// Package parallel runs functions at once and waits for them. A panic of one of
// them comes out where they are waited for, so that who asked for the work can
// recover: on a goroutine of its own it would end the process.
package parallel

import (
	"fmt"
	"runtime/debug"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Group is functions that run at once. The zero value has no limit.
type Group struct {
	group errgroup.Group
	mu    sync.Mutex
	fault string // the first panic, with its stack; "" for none
}

// SetLimit has no more than n functions run at the same time: Go waits for a place.
// It must be called before Go.
func (g *Group) SetLimit(n int) { g.group.SetLimit(n) }

// Go runs a function.
func (g *Group) Go(f func() error) {
	g.group.Go(func() error {
		defer g.note()
		return f()
	})
}

// note keeps a panic until Wait.
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

// Wait waits until all functions have ended, and returns the first error. It panics
// where one of them did.
func (g *Group) Wait() error {
	err := g.group.Wait()
	if g.fault != "" {
		panic(g.fault)
	}
	return err
}
