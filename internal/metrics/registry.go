package metrics

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

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

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prefix+name, help, labels, nil)
}

// sample is one value of a gauge, with the values of its labels.
type sample struct {
	of     *prometheus.Desc
	value  float64
	labels []string
}

// collector computes gauges from the newest snapshot at each scrape. So a scrape
// and a sweep never wait for each other.
type collector struct{ shown *atomic.Pointer[snapshot] }

// Describe implements prometheus.Collector. The config chooses the labels of
// resource_group_labels, so that metric is described without them.
func (c collector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		executions, oldestAge, expiredExecutions, longestOverdue, upcomingExecutions, heldUnits, resourceGroups, unitPrice, observedTime,
		newGroupLabels(nil).description,
	} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (c collector) Collect(to chan<- prometheus.Metric) {
	c.shown.Load().each(func(s sample) {
		to <- prometheus.MustNewConstMetric(s.of, prometheus.GaugeValue, s.value, s.labels...)
	})
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
