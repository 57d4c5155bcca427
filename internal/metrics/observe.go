package metrics

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Expect prepares for a plan before it is carried out. It creates every counter
// that the plan may increase, at 0, so that no increase is lost.
func (m *Metrics) Expect(r *report.Report) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.scenarios.admit(scenarioSizes(r))
	m.zero(r, m.tallies(r))
}

// Observe adds the report of a sweep that has ended. A dry run changes only
// gauges and sweeps_total. An observation changes only gauges.
func (m *Metrics) Observe(r *report.Report) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.scenarios.admit(scenarioSizes(r))
	tallies := m.tallies(r)
	m.zero(r, tallies)
	m.shown.Store(m.shown.Load().after(r, m.scenarios))
	if r.Observed {
		return
	}
	m.observeSweep(r)
	if r.Mode == report.Enforce {
		m.count(tallies)
	}
}

// observeSweep counts a sweep and sets the time of the last sweep of its
// policies.
func (m *Metrics) observeSweep(r *report.Report) {
	m.sweeps.WithLabelValues(string(r.Mode), string(r.Result)).Inc()
	m.duration.Observe(r.FinishedAt.Sub(r.StartedAt).Seconds())
	for i := range r.Policies {
		name := text(r.Policies[i].Name)
		m.swept[name] = true
		m.lastSweep.WithLabelValues(name).Set(seconds(r.FinishedAt))
		if r.Mode == report.Enforce && r.Result == report.ResultOK {
			m.lastSuccess.WithLabelValues(name).Set(seconds(r.FinishedAt))
		}
	}
}

// ObserveRequest counts one try of an API call.
func (m *Metrics) ObserveRequest(r aiapi.Request) {
	code := "error"
	if r.Code > 0 {
		code = strconv.Itoa(r.Code)
	}
	endpoint := text(r.Endpoint)
	m.requests.WithLabelValues(endpoint, r.Method, code).Inc()
	m.requestDuration.WithLabelValues(endpoint, r.Method).Observe(r.Duration.Seconds())
}

// ObserveRetry counts one repetition of an API call, with its reason.
func (m *Metrics) ObserveRetry(endpoint, reason string) {
	m.retries.WithLabelValues(text(endpoint), text(reason)).Inc()
}

// ObserveBatch records the size of a bulk request.
func (m *Metrics) ObserveBatch(size int) { m.batchSize.Observe(float64(size)) }

// ObserveReload records whether a reload of the config succeeded.
func (m *Metrics) ObserveReload(at time.Time, err error) {
	if err != nil {
		m.reloadSuccessful.Set(0)
		return
	}
	m.reloadSuccessful.Set(1)
	m.reloadTime.Set(seconds(at))
}

// ObserveNotification counts a message. event is upcoming, acted, failed or
// refused. err is nil if the message was sent.
func (m *Metrics) ObserveNotification(event string, err error) {
	result := "ok"
	if err != nil {
		result = "failed"
	}
	m.notifications.WithLabelValues(text(event), result).Inc()
}

// Notifications gathers notifications_total alone: messages are sent after everything
// else was published.
func (m *Metrics) Notifications() prometheus.Gatherer {
	alone := prometheus.NewRegistry()
	alone.MustRegister(m.notifications)
	return alone
}

// SetNext sets when the daemon next sweeps for each policy.
func (m *Metrics) SetNext(next map[string]time.Time) {
	m.nextTime.Reset()
	for policy, at := range next {
		m.nextTime.WithLabelValues(text(policy)).Set(seconds(at))
	}
}

// SetCredentialExpiry sets when the client certificate expires.
func (m *Metrics) SetCredentialExpiry(at time.Time) {
	m.credentialExpiry.WithLabelValues("client-certificate").Set(seconds(at))
}
