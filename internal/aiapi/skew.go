package aiapi

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// offset returns how far the Date of an answer is ahead of this machine's clock,
// false where it has none that can be read. A Date has whole seconds, cut off, so
// half a second is added.
func (x *exchange) offset() (time.Duration, bool) {
	if x.resp == nil {
		return 0, false
	}
	date, err := http.ParseTime(x.resp.Header.Get("Date"))
	if err != nil {
		return 0, false
	}
	middle := x.sent.Add(x.received.Sub(x.sent) / 2)
	return date.Add(500 * time.Millisecond).Sub(middle), true
}

// maxSamples bounds what a sweep of any length keeps of its answers.
const maxSamples = 512

// skewMeter finds the median offset of a whole sweep. Where samples get too many,
// every other one is dropped and from then on only every other one is taken, so
// that they stay spread evenly over the sweep.
type skewMeter struct {
	mu      sync.Mutex
	samples []time.Duration
	stride  int // every so many answers one is kept
	skipped int
}

func (m *skewMeter) observe(off time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.skipped++; m.skipped < m.stride {
		return
	}
	m.skipped = 0
	m.samples = append(m.samples, off)
	if len(m.samples) < maxSamples {
		return
	}
	half := m.samples[:0]
	for i := 0; i < len(m.samples); i += 2 {
		half = append(half, m.samples[i])
	}
	m.samples, m.stride = half, 2*max(1, m.stride)
}

// reset begins anew.
func (m *skewMeter) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.samples, m.stride, m.skipped = m.samples[:0], 0, 0
}

func (m *skewMeter) median() (time.Duration, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.samples) == 0 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(m.samples))
	return sorted[len(sorted)/2], true
}

// Skew returns the API's clock less this machine's: the median over the answers
// since Authenticate. It is false where no answer carried a Date.
func (c *Client) Skew() (time.Duration, bool) { return c.skew.median() }

// widest is the offset furthest from zero among some answers.
type widest struct {
	mu    sync.Mutex
	off   time.Duration
	dated bool
}

func (w *widest) observe(off time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.dated || off.Abs() > w.off.Abs() {
		w.off, w.dated = off, true
	}
}

func (w *widest) get() (time.Duration, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.off, w.dated
}
