package metrics

import (
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// The gauges that are computed from the newest report.
var (
	executions         = describe("executions", "Executions as last listed.", "resource_group", "scenario", "status")
	oldestAge          = describe("oldest_execution_age_seconds", "Age of the oldest execution in a state, by the rule for its state.", "resource_group", "status")
	expiredExecutions  = describe("expired_executions", "Executions that a policy wants to act on and that were not seen done: the backlog, in a dry run too.", "policy", "resource_group", "action")
	longestOverdue     = describe("longest_overdue_seconds", "How long ago the most overdue execution of the backlog expired; 0 where there is none.", "policy", "resource_group")
	upcomingExecutions = describe("upcoming_executions", "Executions that a policy will act on within its notice.", "policy", "resource_group")
	heldUnits          = describe("held_capacity_units_per_hour", "Burn rate of all that is RUNNING; with expired=\"true\" the part that policies want to stop.", "resource_group", "scenario", "resource_plan", "expired")
	resourceGroups     = describe("resource_groups", "Resource groups of the last sweep, by how it went in them.", "result")
	unitPrice          = describe("capacity_unit_price", "What one capacity unit costs, as costs.price says.", "currency")
	observedTime       = describe("observed_timestamp_seconds", "When the gauges of resource groups and policies were last true.")
)

// description is the name, the help text and the labels of a family of gauges.
type description struct {
	name, help string
	labels     []string
	sorted     []int // indices into labels, sorted by name
}

func describe(name, help string, labels ...string) *description {
	d := &description{name: prefix + name, help: help, labels: labels, sorted: make([]int, len(labels))}
	for i := range labels {
		d.sorted[i] = i
	}
	slices.SortFunc(d.sorted, func(a, b int) int { return strings.Compare(labels[a], labels[b]) })
	return d
}

// sample is one value of a gauge, with the values of its labels.
type sample struct {
	of     *description
	value  float64
	labels []string
}

// Registry holds all metrics of a process and is a prometheus.Gatherer. It computes
// gauges from the newest snapshot at each scrape. So a scrape and a sweep never wait
// for each other.
type Registry struct {
	counted *prometheus.Registry
	shown   *atomic.Pointer[snapshot]
}

// Describe sends a description of each family. The config chooses the labels of
// resource_group_labels, so that metric is described without them.
func (r Registry) Describe(to chan<- *prometheus.Desc) {
	r.counted.Describe(to)
	for _, d := range []*description{
		executions, oldestAge, expiredExecutions, longestOverdue, upcomingExecutions, heldUnits, resourceGroups, unitPrice, observedTime,
		newGroupLabels(nil).description,
	} {
		to <- prometheus.NewDesc(d.name, d.help, d.labels, nil)
	}
}

// Gather implements prometheus.Gatherer.
func (r Registry) Gather() ([]*dto.MetricFamily, error) {
	all, err := r.counted.Gather()
	samples := make(map[*description][]sample)
	r.shown.Load().each(func(s sample) { samples[s.of] = append(samples[s.of], s) })
	for of, these := range samples {
		all = append(all, of.family(these))
	}
	slices.SortFunc(all, func(a, b *dto.MetricFamily) int { return strings.Compare(a.GetName(), b.GetName()) })
	return all, err
}

// family makes a family of samples, each of which is there once. There can be tens
// of thousands, so they lie beside each other and share the texts of the samples,
// in half the memory that a collector's would take.
func (d *description) family(samples []sample) *dto.MetricFamily {
	slices.SortFunc(samples, func(a, b sample) int { return slices.Compare(a.labels, b.labels) })
	n, each := len(samples), len(d.labels)
	f := &dto.MetricFamily{Name: &d.name, Help: &d.help, Type: dto.MetricType_GAUGE.Enum(), Metric: make([]*dto.Metric, n)}
	metrics, gauges := make([]dto.Metric, n), make([]dto.Gauge, n)
	pairs, labels := make([]dto.LabelPair, n*each), make([]*dto.LabelPair, n*each)
	for i := range samples {
		from, to := i*each, (i+1)*each
		for j, at := range d.sorted {
			pair := &pairs[from+j]
			pair.Name, pair.Value = &d.labels[at], &samples[i].labels[at]
			labels[from+j] = pair
		}
		gauges[i].Value = &samples[i].value
		metrics[i].Gauge, metrics[i].Label = &gauges[i], labels[from:to:to]
		f.Metric[i] = &metrics[i]
	}
	return f
}

// each yields everything that a snapshot shows.
func (s *snapshot) each(yield func(sample)) {
	for _, g := range s.groups {
		g.each(s.labels, yield)
	}
	if s.results != nil {
		for _, result := range []report.Result{report.ResultOK, report.ResultPartial, report.ResultRefused, report.ResultFailed, report.ResultSkipped} {
			yield(sample{resourceGroups, float64(s.results[result]), []string{string(result)}})
		}
	}
	if s.price > 0 {
		yield(sample{unitPrice, s.price, []string{s.currency}})
	}
	if !s.observed.IsZero() {
		yield(sample{observedTime, seconds(s.observed), nil})
	}
}

func seconds(t time.Time) float64 { return float64(t.UnixNano()) / 1e9 }
