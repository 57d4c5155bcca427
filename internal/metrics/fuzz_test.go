package metrics

import (
	"bytes"
	"testing"

	"github.com/prometheus/common/expfmt"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
)

// Whatever a textfile or a Pushgateway holds, it is refused, or what is added to
// it can be read again and has lost nothing of this process's.
func FuzzContinuation(f *testing.F) {
	f.Add([]byte("# TYPE aicore_reaper_sweeps_total counter\naicore_reaper_sweeps_total{mode=\"enforce\",result=\"partial\"} 41\n"))
	f.Add([]byte("# TYPE aicore_reaper_sweeps_total gauge\naicore_reaper_sweeps_total 1\n"))
	f.Add([]byte("# TYPE aicore_reaper_sweep_duration_seconds histogram\naicore_reaper_sweep_duration_seconds_bucket{le=\"5\"} NaN\n"))
	f.Add([]byte("other_total{a=\"b\"} 3\n"))
	m := New("v", "r")
	m.Observe(report(reaper.Enforce))
	f.Fuzz(func(t *testing.T, text []byte) {
		standing, err := parse(bytes.NewReader(text))
		if err != nil {
			return
		}
		own, err := m.gathered()
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		for _, family := range sortedFamilies(merged(standing, own)) {
			if _, err := expfmt.MetricFamilyToText(&out, family); err != nil {
				t.Fatalf("%s: %v", family.GetName(), err)
			}
		}
		again, err := parse(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatalf("%v: %s", err, out.Bytes())
		}
		for name, family := range own {
			if got := again[name]; len(got.GetMetric()) < len(family.GetMetric()) {
				t.Errorf("%s has %d series, %d of them this process's", name, len(got.GetMetric()), len(family.GetMetric()))
			}
		}
	})
}
