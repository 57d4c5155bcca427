package metrics

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Whatever a textfile or a Pushgateway holds, it is refused, or it is carried on:
// what is written is the sum of both, series by series, and can be carried on
// again. A reading that breaks off is never taken for whole.
func FuzzContinuation(f *testing.F) {
	histogram := "# TYPE aicore_reaper_sweep_duration_seconds histogram\n"
	for _, text := range []string{
		"# TYPE aicore_reaper_sweeps_total counter\naicore_reaper_sweeps_total{mode=\"enforce\",result=\"partial\"} 41\n",
		"# TYPE aicore_reaper_sweeps_total counter\naicore_reaper_sweeps_total{mode=\"enforce\",result=\"partial\"} NaN\n",
		"# TYPE aicore_reaper_sweeps_total counter\naicore_reaper_sweeps_total{mode=\"a\"} 1\naicore_reaper_sweeps_total{mode=\"a\"} 2\n",
		"# TYPE aicore_reaper_sweeps_total gauge\naicore_reaper_sweeps_total 1\n",
		"# TYPE aicore_reaper_old_total counter\naicore_reaper_old_total 1e308\n",
		histogram + "aicore_reaper_sweep_duration_seconds_bucket{le=\"5\"} NaN\n",
		histogram + "aicore_reaper_sweep_duration_seconds_bucket{le=\"7\"} 3\naicore_reaper_sweep_duration_seconds_bucket{le=\"+Inf\"} 4\naicore_reaper_sweep_duration_seconds_sum 20\naicore_reaper_sweep_duration_seconds_count 4\n",
		histogram + "aicore_reaper_sweep_duration_seconds_bucket{le=\"5\"} 3\naicore_reaper_sweep_duration_seconds_sum 20\naicore_reaper_sweep_duration_seconds_count 1\n",
		"# TYPE aicore_reaper_sweep_duration_seconds_sum untyped\naicore_reaper_sweep_duration_seconds_sum 20\n",
		"other_total{a=\"b\"} 3\n",
	} {
		f.Add([]byte(text))
	}
	m := New("v", "r")
	m.Observe(sampleOf(report.Enforce))
	own, err := m.gathered()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := parse(io.MultiReader(bytes.NewReader(text), iotest.ErrReader(errors.New("broken off")))); err == nil {
			t.Fatalf("%q, which broke off, is read", text)
		}
		standing, err := parse(bytes.NewReader(text))
		if err != nil || believable(standing) != nil {
			return
		}
		again := written(t, merged(standing, own))
		for name, family := range merged(standing, own) {
			for _, one := range family.Metric {
				want := value(series(own[name], one)) + value(series(standing[name], one))
				if own[name].GetType() != standing[name].GetType() {
					want = value(one)
				}
				if got := value(series(again[name], one)); family.GetType() != dto.MetricType_GAUGE && got != want && want <= maxCount {
					t.Errorf("%s %v is %v, want %v", name, one.Label, got, want)
				}
			}
		}
		if twice := written(t, merged(again, zeroed(own))); len(twice) != len(again) {
			t.Errorf("%d families are carried on as %d", len(again), len(twice))
		}
	})
}

// written is families as they are read back; it fails where they cannot be, or
// are not to be believed.
func written(t *testing.T, families map[string]*dto.MetricFamily) map[string]*dto.MetricFamily {
	t.Helper()
	var out bytes.Buffer
	for _, family := range sortedFamilies(families) {
		if _, err := expfmt.MetricFamilyToText(&out, family); err != nil {
			t.Fatalf("%s: %v", family.GetName(), err)
		}
	}
	again, err := parse(bytes.NewReader(out.Bytes()))
	if err == nil && !vast(families) {
		err = believable(again)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, out.Bytes())
	}
	return again
}

// vast tells whether some sum is beyond what numbers can hold.
func vast(families map[string]*dto.MetricFamily) bool {
	for name, family := range families {
		for _, m := range family.Metric {
			if strings.HasPrefix(name, prefix) && (value(m) > maxCount || m.GetHistogram().GetSampleSum() > math.MaxFloat64) {
				return true
			}
		}
	}
	return false
}

// series is the one of a family that has the labels of another.
func series(family *dto.MetricFamily, like *dto.Metric) *dto.Metric {
	for _, m := range family.GetMetric() {
		if keyOf(m) == keyOf(like) {
			return m
		}
	}
	return nil
}

// value is what a counter or a histogram has counted.
func value(m *dto.Metric) float64 {
	return m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
}
