package carry

import (
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
)

// process returns the metrics of a new process, before or after one sweep.
func process(swept bool) *prometheus.Registry {
	r := prometheus.NewRegistry()
	stopped := prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "executions_stopped_total"}, []string{"policy", "resource_group", "scenario"})
	sweeps := prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "sweeps_total"}, []string{"result"})
	duration := prometheus.NewHistogram(prometheus.HistogramOpts{Name: prefix + "sweep_duration_seconds", Buckets: []float64{1, 5}})
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + "build_info"})
	listed := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: prefix + "executions"}, []string{"resource_group"})
	last := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: prefix + "last_sweep_timestamp_seconds"}, []string{"policy"})
	r.MustRegister(stopped, sweeps, duration, build, listed, last)
	counter := stopped.WithLabelValues("runaway", "team-a", "churn")
	sweeps.WithLabelValues("ok")
	if swept {
		counter.Add(2)
		sweeps.WithLabelValues("ok").Inc()
		duration.Observe(3)
		listed.WithLabelValues("team-a").Set(9)
		last.WithLabelValues("runaway").Set(1_800_000_000)
	}
	return r
}

// tenRuns runs ten processes, one after the other.
func tenRuns(t *testing.T, announce, publish func(own prometheus.Gatherer) error) {
	t.Helper()
	for range 10 {
		if err := announce(process(false)); err != nil {
			t.Fatal(err)
		}
		if err := publish(process(true)); err != nil {
			t.Fatal(err)
		}
	}
}

// want checks that the text of families has these lines.
func want(t *testing.T, all families, lines ...string) {
	t.Helper()
	text := exposition(t, all)
	for _, line := range lines {
		if !strings.Contains(text, prefix+line+"\n") {
			t.Errorf("no line %s in\n%s", line, text)
		}
	}
}

var afterTen = []string{
	`executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"} 20`,
	`sweeps_total{result="ok"} 10`,
	`sweep_duration_seconds_bucket{le="5"} 10`,
	`sweep_duration_seconds_count 10`,
	`sweep_duration_seconds_sum 30`,
	`executions{resource_group="team-a"} 9`,
	`last_sweep_timestamp_seconds{policy="runaway"} 1.8e+09`,
}

func exposition(t *testing.T, all families) string {
	t.Helper()
	var out strings.Builder
	for _, f := range sorted(all) {
		if _, err := expfmt.MetricFamilyToText(&out, f); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// Values on dashboards must not vanish while the next sweep runs.
func TestAnnouncingLeavesWhatStands(t *testing.T) {
	t.Parallel()
	swept, err := gather(process(true))
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := gather(process(false))
	if err != nil {
		t.Fatal(err)
	}
	want(t, announce(swept, fresh),
		`executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"} 2`,
		`sweep_duration_seconds_sum 3`,
		`executions{resource_group="team-a"} 9`,
		`last_sweep_timestamp_seconds{policy="runaway"} 1.8e+09`)
	want(t, announce(nil, swept),
		`executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"} 0`,
		`sweep_duration_seconds_count 0`)
}

// The gauges of groups that a process could not list, and of policies that it did
// not sweep for, stay.
func TestGaugesThatStillHoldStay(t *testing.T) {
	t.Parallel()
	gauges := func(groups ...string) families {
		r := prometheus.NewRegistry()
		listed := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: prefix + "executions"}, []string{"resource_group"})
		r.MustRegister(listed)
		for i, group := range groups {
			listed.WithLabelValues(group).Set(float64(len(groups) + i))
		}
		all, err := gather(r)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	keep := func(name string, labels map[string]string) bool {
		return name == prefix+"executions" && labels["resource_group"] != "gone"
	}
	all := merge(gauges("a", "failed", "gone"), gauges("a"), keep)
	want(t, all, `executions{resource_group="a"} 1`, `executions{resource_group="failed"} 4`)
	if n := len(all[prefix+"executions"].Metric); n != 2 {
		t.Errorf("%d series", n)
	}
	if all := merge(gauges("gone"), gauges(), keep); len(all) != 0 {
		t.Errorf("families %v", all)
	}
}
