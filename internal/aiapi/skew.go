package aiapi

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// offset returns how far the Date of an answer is ahead of this machine's clock,
// and false if it has no readable Date. It adds half a second, because a Date is
// cut off to whole seconds.
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

// maxSamples limits how many samples a sweep keeps.
const maxSamples = 512

// skewMeter computes the median offset of a whole sweep. When there are too many
// samples, it drops every other one and from then on takes only every other one.
// So the samples stay spread evenly over the sweep.
type skewMeter struct {
	mu      sync.Mutex
	samples []time.Duration
	stride  int // one of so many answers is kept
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

// reset drops all samples.
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

// Skew returns the API's clock minus this machine's clock: the median over the
// answers since Authenticate. It returns false if no answer had a Date.
func (c *Client) Skew() (time.Duration, bool) { return c.skew.median() }

// widest keeps the offset that is furthest from zero.
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
