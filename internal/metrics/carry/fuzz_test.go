package carry

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
)

// Any content of a textfile or a Pushgateway is either an error or is continued:
// the result is the sum of both, series by series, and can be continued again. An
// answer that breaks off is never accepted as complete.
func FuzzContinuation(f *testing.F) {
	histogram := "# TYPE aicore_reaper_sweep_duration_seconds histogram\n"
	for _, text := range []string{
		"# TYPE aicore_reaper_sweeps_total counter\naicore_reaper_sweeps_total{result=\"ok\"} 41\n",
		"# TYPE aicore_reaper_sweeps_total counter\naicore_reaper_sweeps_total{result=\"ok\"} NaN\n",
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
	own, err := gather(process(true))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := parse(io.MultiReader(bytes.NewReader(text), iotest.ErrReader(errors.New("broken off")))); err == nil {
			t.Fatalf("%q, which broke off, is read", text)
		}
		earlier, err := parse(bytes.NewReader(text))
		if err != nil || validate(earlier) != nil {
			return
		}
		again := written(t, merge(earlier, own, nil))
		for name, family := range merge(earlier, own, nil) {
			for _, one := range family.Metric {
				want := value(alike(own[name], one)) + value(alike(earlier[name], one))
				if own[name].GetType() != earlier[name].GetType() {
					want = value(one)
				}
				if got := value(alike(again[name], one)); family.GetType() != dto.MetricType_GAUGE && got != want && want <= maxCount {
					t.Errorf("%s %v is %v, want %v", name, one.Label, got, want)
				}
			}
		}
		if twice := written(t, merge(again, zeroed(own), nil)); len(twice) != len(again) {
			t.Errorf("%d families are carried on as %d", len(again), len(twice))
		}
	})
}

// written writes families and reads them back. It fails if they cannot be read or
// are not valid.
func written(t *testing.T, all families) families {
	t.Helper()
	var out bytes.Buffer
	for _, family := range sorted(all) {
		if _, err := expfmt.MetricFamilyToText(&out, family); err != nil {
			t.Fatalf("%s: %v", family.GetName(), err)
		}
	}
	again, err := parse(bytes.NewReader(out.Bytes()))
	if err == nil && !vast(all) {
		err = validate(again)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, out.Bytes())
	}
	return again
}

// vast reports whether any sum is too large for exact numbers.
func vast(all families) bool {
	for name, family := range all {
		for _, m := range family.Metric {
			if strings.HasPrefix(name, prefix) && (value(m) > maxCount || m.GetHistogram().GetSampleSum() > math.MaxFloat64) {
				return true
			}
		}
	}
	return false
}

// alike returns the series of a family that has the same labels as like.
func alike(family *dto.MetricFamily, like *dto.Metric) *dto.Metric {
	for _, m := range family.GetMetric() {
		if keyOf(m) == keyOf(like) {
			return m
		}
	}
	return nil
}

// value returns what a counter or a histogram has counted.
func value(m *dto.Metric) float64 {
	return m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
}
