package carry

import (
	"cmp"
	"maps"
	"slices"

	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/proto"
)

// A process has series for at most maxScenarios scenarios, and counts the rest as
// otherScenarios (see package metrics). The same holds for what many processes
// leave.
const (
	maxScenarios   = 200
	otherScenarios = "other"
)

// scenarios are those that have counters of their own.
type scenarios map[string]bool

// admit returns the scenarios that keep counters of their own: those of earlier
// processes, so that their series go on, then those of this process, and within
// each the largest by what was listed last.
func admit(earlier, own families) scenarios {
	old := scenariosOf(earlier)
	all := maps.Clone(old)
	maps.Copy(all, scenariosOf(own))
	listed := make(map[string]float64)
	for _, from := range []families{earlier, own} {
		for _, m := range from[prefix+"executions"].GetMetric() {
			listed[labelsOf(m)["scenario"]] += m.GetGauge().GetValue()
		}
	}
	names := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		switch {
		case old[a] && !old[b]:
			return -1
		case old[b] && !old[a]:
			return 1
		}
		return cmp.Or(cmp.Compare(listed[b], listed[a]), cmp.Compare(a, b))
	})
	admitted := make(scenarios, maxScenarios)
	for _, name := range names[:min(len(names), maxScenarios)] {
		admitted[name] = true
	}
	return admitted
}

// scenariosOf returns the scenarios that have counters.
func scenariosOf(all families) scenarios {
	found := make(scenarios)
	for _, f := range all {
		if f.GetType() != dto.MetricType_COUNTER {
			continue
		}
		for _, m := range f.Metric {
			if i := scenarioIndex(m); i >= 0 && m.Label[i].GetValue() != otherScenarios {
				found[m.Label[i].GetValue()] = true
			}
		}
	}
	return found
}

func scenarioIndex(m *dto.Metric) int {
	return slices.IndexFunc(m.Label, func(l *dto.LabelPair) bool { return l.GetName() == "scenario" })
}

// fold adds the counters of all scenarios that are not admitted to those of
// otherScenarios, so that the sum over all scenarios stays the same.
//
// No counter goes down: an admitted scenario stays admitted as long as it has a
// series, and otherScenarios only grows. Only in numbers that were left without
// this bound do series end. Their counts then move to otherScenarios, where
// increase() may see them once more, but never misses one.
func (s scenarios) fold(f *dto.MetricFamily) *dto.MetricFamily {
	beyond := func(m *dto.Metric) bool {
		i := scenarioIndex(m)
		return i >= 0 && m.Label[i].GetValue() != otherScenarios && !s[m.Label[i].GetValue()]
	}
	if f.GetType() != dto.MetricType_COUNTER || !slices.ContainsFunc(f.Metric, beyond) {
		return f
	}
	folded := &dto.MetricFamily{Name: f.Name, Help: f.Help, Type: f.Type, Unit: f.Unit}
	at := make(map[string]*dto.Metric)
	for _, m := range f.Metric {
		m = proto.CloneOf(m)
		if beyond(m) {
			m.Label[scenarioIndex(m)].Value = new(otherScenarios)
		}
		key := keyOf(m)
		if there := at[key]; there != nil {
			there.Counter.Value = new(there.Counter.GetValue() + m.Counter.GetValue())
			continue
		}
		at[key] = m
		folded.Metric = append(folded.Metric, m)
	}
	return folded
}
