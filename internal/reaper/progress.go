package reaper

import "sync/atomic"

// counter adds up what goroutines have done and tells how far they are.
type counter struct {
	n    atomic.Int64
	tell func(n int)
}

func newCounter(tell func(n int)) *counter { return &counter{tell: tell} }

func (c *counter) add(n int) { c.tell(int(c.n.Add(int64(n)))) }
