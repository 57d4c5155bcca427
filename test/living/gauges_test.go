package living

import (
	"maps"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
)

// gathered are the metrics of a world, by name without the prefix.
func (w *world) gathered(t *testing.T) map[string][]*dto.Metric {
	t.Helper()
	families, err := w.metrics.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string][]*dto.Metric)
	for _, f := range families {
		all[strings.TrimPrefix(f.GetName(), "aicore_reaper_")] = f.GetMetric()
	}
	return all
}

// checkCounters holds the counters against what the reports claimed.
func (w *world) checkCounters(t *testing.T) {
	t.Helper()
	all := w.gathered(t)
	for name, claimed := range map[string]int{"executions_stopped_total": w.stops, "executions_deleted_total": w.deletions} {
		counted := 0
		for _, m := range all[name] {
			counted += int(m.GetCounter().GetValue())
		}
		if counted != claimed {
			w.fail("%s is %d, and the reports claim %d", name, counted, claimed)
		}
	}
}

// checkGauges holds the inventory that the gauges show against the truth of a tenant
// that is still.
func (w *world) checkGauges(t *testing.T) {
	t.Helper()
	shown, truth := make(map[string]int), make(map[string]int)
	for _, m := range w.gathered(t)["executions"] {
		labels := make(map[string]string)
		for _, l := range m.GetLabel() {
			labels[l.GetName()] = l.GetValue()
		}
		if n := int(m.GetGauge().GetValue()); n != 0 {
			shown[labels["resource_group"]+" "+labels["scenario"]+" "+labels["status"]] += n
		}
	}
	for _, group := range w.simulator.Groups() {
		if strings.HasPrefix(group, "prod") {
			continue
		}
		for _, e := range w.simulator.Executions(group) {
			truth[group+" "+e.ScenarioID+" "+e.Status]++
		}
	}
	if !maps.Equal(shown, truth) {
		w.fail("the gauges show %v, and there are %v", shown, truth)
	}
}
