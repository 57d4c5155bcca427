package carry

import (
	"fmt"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// deletions returns the metrics of a process that deleted one execution of each
// of n scenarios.
func deletions(t *testing.T, stem string, n int) families {
	t.Helper()
	r := prometheus.NewRegistry()
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "executions_deleted_total"}, []string{"policy", "resource_group", "scenario"})
	r.MustRegister(c)
	for i := range n {
		c.WithLabelValues("p", "team-a", fmt.Sprintf("%s-%04d", stem, i)).Inc()
	}
	all, err := gather(r)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Many processes keep to the bound of one, lose no count, and let no counter go
// down.
func TestScenariosStayBounded(t *testing.T) {
	t.Parallel()
	const name = prefix + "executions_deleted_total"
	for start, stem := range map[int]string{0: "none", 150: "some", 1600: "too many"} {
		all, total := deletions(t, stem, start), float64(start)
		last := map[string]float64{}
		for n := range 5 {
			own := deletions(t, fmt.Sprintf("exp-%d", n), 200)
			all = announce(all, own)
			all = merge(all, own, nil)
			total += 200
			sum, now := 0.0, map[string]float64{}
			for _, m := range all[name].Metric {
				sum += value(m)
				now[labelsOf(m)["scenario"]] = value(m)
			}
			if len(now) > maxScenarios+1 || len(all[name].Metric) != len(now) || sum != total {
				t.Errorf("%s, process %d: %d series, %d scenarios, %v counted of %v", stem, n, len(all[name].Metric), len(now), sum, total)
			}
			for scenario, before := range last {
				if now[scenario] < before {
					t.Errorf("%s, process %d: %s goes from %v to %v", stem, n, scenario, before, now[scenario])
				}
			}
			last = now
		}
	}
}
