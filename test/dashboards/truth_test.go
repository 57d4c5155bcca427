//go:build integration

package dashboards

import (
	"math"
	"testing"
)

// checkTruth compares the increase of the counters with the true number of stops
// and deletions. They must be equal, and counters must never fall.
func (s *scene) checkTruth(t *testing.T) {
	t.Helper()
	for target, metric := range map[string]string{
		"STOPPED": "aicore_reaper_executions_stopped_total",
		"DELETED": "aicore_reaper_executions_deleted_total",
	} {
		if truth, gained := s.really(target), s.gained(t, metric); truth != gained || truth == 0 {
			t.Errorf("%s gained %v, but %v executions were really %s", metric, gained, truth, target)
		}
	}
}

// really returns how many executions the tenant really brought to a state.
func (s *scene) really(target string) float64 {
	taken := make(map[[2]string]bool)
	for _, c := range s.tenant.Changes() {
		if c.Accepted && c.Target == target {
			taken[[2]string{c.Group, c.ID}] = true
		}
	}
	return float64(len(taken))
}

// gained returns the increase of a counter's series over the window: the last
// sample minus the first. A series that falls in between fails the test.
func (s *scene) gained(t *testing.T, metric string) float64 {
	t.Helper()
	series, err := s.prometheus.Range(t.Context(), metric, s.window)
	must(t, err)
	total := 0.0
	for _, one := range series {
		before := math.Inf(-1)
		for _, sample := range one.Samples {
			if sample.Value < before {
				t.Errorf("%s%v fell from %v to %v", metric, one.Labels, before, sample.Value)
			}
			before = sample.Value
		}
		total += one.Last() - one.Samples[0].Value
	}
	return total
}
