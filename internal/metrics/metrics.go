// Package metrics turns reports into Prometheus metrics.
//
// A Metrics observes reports and requests and decides nothing itself. Gauges are
// computed from the newest report at each scrape; counters add up all reports. A
// daemon serves the metrics over HTTP. A short-lived process uses package carry
// to leave them on a Pushgateway or in a textfile.
package metrics

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

const prefix = "aicore_reaper_"

// Metrics are all metrics of one process. It is safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	shown    atomic.Pointer[snapshot] // what the gauges show; never nil

	mu        sync.Mutex // held while a report is observed; scrapes do not need it
	scenarios names
	swept     map[string]bool // policies that have series in the gauges below
	dryRun    map[string]bool // policies whose own mode is dry-run

	stopped, deleted, failed, deferred         *prometheus.CounterVec
	nodes, cpus, memory, gpus, units, consumed *prometheus.CounterVec

	sweeps                           *prometheus.CounterVec
	duration                         prometheus.Histogram
	lastSweep, lastSuccess, nextTime *prometheus.GaugeVec

	requests, retries *prometheus.CounterVec
	requestDuration   *prometheus.HistogramVec
	batchSize         prometheus.Histogram
	notifications     *prometheus.CounterVec

	reloadSuccessful, reloadTime prometheus.Gauge
	credentialExpiry             *prometheus.GaugeVec
}

// The labels that several metrics share.
var (
	byScenario = []string{"policy", "resource_group", "scenario"}
	byPlan     = []string{"policy", "resource_group", "scenario", "resource_plan"}
)

// New returns the metrics of a binary with this version and revision.
func New(version, revision string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), scenarios: newNames(), swept: make(map[string]bool)}
	m.shown.Store(&snapshot{swept: make(map[string]bool)})
	m.makeCounters()
	m.makeSweeps()
	m.makeAPI()
	m.reloadSuccessful = m.single("config_last_reload_successful", "1 where the config in force is the one in the file, 0 where the file is bad.")
	m.reloadTime = m.single("config_last_reload_success_timestamp_seconds", "When the config in force was read.")
	m.credentialExpiry = m.gauge("credential_expiry_timestamp_seconds", "When a credential ends.", "kind")
	m.notifications = m.counter("notifications_total", "Messages of notify, by what they tell and whether they could be sent.", "event", "result")
	build := m.gauge("build_info", "1, labelled by what this binary was built of.", "version", "revision", "goversion")
	build.WithLabelValues(version, revision, runtime.Version()).Set(1)
	return m
}

func (m *Metrics) makeCounters() {
	m.stopped = m.counter("executions_stopped_total", "Executions that were seen STOPPED after a stop.", byScenario...)
	m.deleted = m.counter("executions_deleted_total", "Executions that were seen gone after a deletion.", byScenario...)
	m.failed = m.counter("executions_failed_total", "Actions that were refused, could not be sent, or were not seen done in time.", "policy", "resource_group", "action", "reason")
	m.deferred = m.counter("executions_deferred_total", "Actions that a limit put off.", "policy", "resource_group", "limit")
	m.nodes = m.counter("freed_nodes_total", "Nodes that verified stops of RUNNING executions gave back.", byPlan...)
	m.cpus = m.counter("freed_cpus_total", "CPUs that verified stops of RUNNING executions gave back.", byPlan...)
	m.memory = m.counter("freed_memory_bytes_total", "Memory that verified stops of RUNNING executions gave back, in bytes.", byPlan...)
	m.gpus = m.counter("freed_gpus_total", "GPUs that verified stops of RUNNING executions gave back.", byPlan...)
	m.units = m.counter("freed_capacity_units_per_hour_total", "Burn rate that verified stops of RUNNING executions ended, in capacity units per hour.", byPlan...)
	m.consumed = m.counter("reaped_node_seconds_total", "Node time that the stopped and deleted executions had used in total.", byPlan...)
}

func (m *Metrics) makeSweeps() {
	m.sweeps = m.counter("sweeps_total", "Sweeps, by mode and result.", "mode", "result")
	m.duration = m.histogram("sweep_duration_seconds", "How long sweeps took.", []float64{1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 3600})
	m.lastSweep = m.gauge("last_sweep_timestamp_seconds", "When a policy was last part of a sweep.", "policy")
	m.lastSuccess = m.gauge("last_success_timestamp_seconds", "When a policy was last part of an enforcing sweep that ended ok. A dry run does not count.", "policy")
	m.nextTime = m.gauge("next_sweep_timestamp_seconds", "When the daemon next sweeps for a policy.", "policy")
	for _, mode := range []report.Mode{report.DryRun, report.Enforce} {
		for _, result := range []report.Result{report.ResultOK, report.ResultPartial, report.ResultRefused, report.ResultFailed} {
			m.sweeps.WithLabelValues(string(mode), string(result)) // at 0, so that increase() sees the first sweep
		}
	}
}

func (m *Metrics) makeAPI() {
	m.requests = m.counter("api_requests_total", "Tries of API calls; code is error where there was no answer.", "endpoint", "method", "code")
	m.retries = m.counter("api_retries_total", "Tries that were repeated, by why.", "endpoint", "reason")
	m.requestDuration = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: prefix + "api_request_duration_seconds", Help: "How long answers of the API took to begin.", Buckets: prometheus.DefBuckets,
	}, []string{"endpoint", "method"})
	m.registry.MustRegister(m.requestDuration)
	m.batchSize = m.histogram("batch_size", "Executions in bulk requests.", []float64{1, 5, 10, 25, 50, 75, 99, 100})
}

// Registry returns all metrics.
func (m *Metrics) Registry() Registry { return Registry{m.registry, &m.shown} }

func (m *Metrics) gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	v := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: prefix + name, Help: help}, labels)
	m.registry.MustRegister(v)
	return v
}

func (m *Metrics) counter(name, help string, labels ...string) *prometheus.CounterVec {
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + name, Help: help}, labels)
	m.registry.MustRegister(v)
	return v
}

func (m *Metrics) histogram(name, help string, buckets []float64) prometheus.Histogram {
	h := prometheus.NewHistogram(prometheus.HistogramOpts{Name: prefix + name, Help: help, Buckets: buckets})
	m.registry.MustRegister(h)
	return h
}

func (m *Metrics) single(name, help string) prometheus.Gauge {
	g := prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + name, Help: help})
	m.registry.MustRegister(g)
	return g
}
