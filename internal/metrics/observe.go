package metrics

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Expect takes a plan before it is carried out: its gauges, and a zero for every
// counter that it may move, so that no increase is lost.
func (m *Metrics) Expect(r *report.Report) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.setGauges(r)
	m.zero(r)
}

// Observe takes the report of a sweep that has ended. A dry run moves gauges and
// sweeps_total, and no other counter of it.
func (m *Metrics) Observe(r *report.Report) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.setGauges(r)
	m.zero(r)
	m.sweeps.WithLabelValues(string(r.Mode), string(r.Result)).Inc()
	m.duration.Observe(r.FinishedAt.Sub(r.StartedAt).Seconds())
	for _, p := range r.Policies {
		m.lastSweep.WithLabelValues(p.Name).Set(seconds(r.FinishedAt))
		if r.Mode == report.Enforce && r.Result == report.ResultOK {
			m.lastSuccess.WithLabelValues(p.Name).Set(seconds(r.FinishedAt))
		}
	}
	if r.Mode == report.Enforce {
		for row := range r.Rows.Scan() {
			m.count(row)
		}
	}
}

// count adds one execution that was acted on.
func (m *Metrics) count(r *report.Row) {
	scenario := m.scenarios.bounded(r.Scenario)
	at := []string{r.Policy, r.Group, scenario}
	plan := append(at[:3:3], r.Plan)
	if r.Stopped {
		m.stopped.WithLabelValues(at...).Inc()
	}
	if r.Deleted {
		m.deleted.WithLabelValues(at...).Inc()
	}
	if r.Stopped || r.Deleted {
		m.consumed.WithLabelValues(plan...).Add(r.Used.Seconds() * r.Held.Nodes)
	}
	if r.Freed {
		m.nodes.WithLabelValues(plan...).Add(r.Held.Nodes)
		m.cpus.WithLabelValues(plan...).Add(r.Held.CPUs)
		m.memory.WithLabelValues(plan...).Add(float64(r.Held.MemoryBytes))
		m.gpus.WithLabelValues(plan...).Add(r.Held.GPUs)
		m.units.WithLabelValues(plan...).Add(r.Held.CapacityUnitsPerHour)
	}
	if r.Outcome == report.Deferred {
		m.deferred.WithLabelValues(r.Policy, r.Group, r.Limit.String()).Inc()
	}
	if r.Class != report.NoFailure {
		m.failed.WithLabelValues(r.Policy, r.Group, r.Sent().String(), r.Class.String()).Inc()
	}
}

// zero makes the series of every policy, for the groups and scenarios listed.
func (m *Metrics) zero(r *report.Report) {
	for _, p := range r.Policies {
		for _, g := range r.Groups {
			for i := range g.Stock {
				line := &g.Stock[i]
				scenario := m.scenarios.bounded(line.Scenario)
				m.stopped.WithLabelValues(p.Name, g.ID, scenario)
				m.deleted.WithLabelValues(p.Name, g.ID, scenario)
				if line.Plan == "" {
					continue
				}
				for _, c := range []*prometheus.CounterVec{m.nodes, m.cpus, m.memory, m.gpus, m.units, m.consumed} {
					c.WithLabelValues(p.Name, g.ID, scenario, line.Plan)
				}
			}
		}
	}
}

// ObserveRequest takes one try of an API call.
func (m *Metrics) ObserveRequest(r aiapi.Request) {
	code := "error"
	if r.Code > 0 {
		code = strconv.Itoa(r.Code)
	}
	m.requests.WithLabelValues(r.Endpoint, r.Method, code).Inc()
	m.requestDuration.WithLabelValues(r.Endpoint, r.Method).Observe(r.Duration.Seconds())
}

// ObserveRetry takes one repetition of an API call, and why.
func (m *Metrics) ObserveRetry(endpoint, reason string) {
	m.retries.WithLabelValues(endpoint, reason).Inc()
}

// ObserveBatch takes the size of a bulk request.
func (m *Metrics) ObserveBatch(size int) { m.batchSize.Observe(float64(size)) }

// ObserveReload takes how reading the config at a moment went.
func (m *Metrics) ObserveReload(at time.Time, err error) {
	if err != nil {
		m.reloadSuccessful.Set(0)
		return
	}
	m.reloadSuccessful.Set(1)
	m.reloadTime.Set(seconds(at))
}

// SetNext tells when the daemon next sweeps for policies.
func (m *Metrics) SetNext(next map[string]time.Time) {
	m.nextTime.Reset()
	for policy, at := range next {
		m.nextTime.WithLabelValues(policy).Set(seconds(at))
	}
}

// SetCredentialExpiry tells when the client certificate ends.
func (m *Metrics) SetCredentialExpiry(at time.Time) {
	m.credentialExpiry.WithLabelValues("client-certificate").Set(seconds(at))
}

func seconds(t time.Time) float64 { return float64(t.UnixNano()) / 1e9 }
