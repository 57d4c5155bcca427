package aiapi

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// skewSamples is how many of the first answers are held against this machine's
// clock.
const skewSamples = 9

// skewMeter compares the Date of answers with this machine's clock.
type skewMeter struct {
	mu      sync.Mutex
	samples []time.Duration
}

// observe takes an answer that was asked for at sent and came at received. A Date
// has whole seconds, cut off, so half a second is added.
func (m *skewMeter) observe(resp *http.Response, sent, received time.Time) {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.samples) < skewSamples {
		middle := sent.Add(received.Sub(sent) / 2)
		m.samples = append(m.samples, date.Add(500*time.Millisecond).Sub(middle))
	}
}

// reset begins anew.
func (m *skewMeter) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.samples = nil
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

// Skew is the API's clock less this machine's, the median over the first answers
// since Authenticate. It is false where no answer carried a Date.
func (c *Client) Skew() (time.Duration, bool) { return c.skew.median() }
