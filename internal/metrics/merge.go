package metrics

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/proto"
)

// merged adds what this process counted to what stands already: counters and
// histograms are summed series by series, gauges are this process's, but for the
// times of the last sweeps, which stay where it has none of its own. Series of
// policies that are no longer configured are carried on.
func merged(standing, own map[string]*dto.MetricFamily) map[string]*dto.MetricFamily {
	all := maps.Clone(own)
	for name, old := range standing {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		family := own[name]
		switch {
		case old.GetType() == dto.MetricType_GAUGE && !strings.HasPrefix(name, prefix+"last_"):
		case family == nil:
			all[name] = old
		case family.GetType() == old.GetType():
			all[name] = sum(old, family)
		}
	}
	return all
}

func sum(old, own *dto.MetricFamily) *dto.MetricFamily {
	total := proto.Clone(own).(*dto.MetricFamily)
	at := make(map[string]*dto.Metric, len(total.Metric))
	for _, m := range total.Metric {
		at[keyOf(m)] = m
	}
	for _, m := range old.Metric {
		mine := at[keyOf(m)]
		switch {
		case mine == nil:
			total.Metric = append(total.Metric, m)
		case mine.Counter != nil && m.Counter != nil:
			mine.Counter.Value = proto.Float64(mine.Counter.GetValue() + m.Counter.GetValue())
		case mine.Histogram != nil && m.Histogram != nil:
			addHistogram(mine.Histogram, m.Histogram)
		}
	}
	slices.SortFunc(total.Metric, func(a, b *dto.Metric) int { return cmp.Compare(keyOf(a), keyOf(b)) })
	return total
}

// addHistogram adds what stands to each bucket. Where the version before had
// others, a bucket gets what the next lower one of those held: so many there were
// at least.
func addHistogram(mine, old *dto.Histogram) {
	mine.SampleCount = proto.Uint64(mine.GetSampleCount() + old.GetSampleCount())
	mine.SampleSum = proto.Float64(mine.GetSampleSum() + old.GetSampleSum())
	for _, b := range mine.Bucket {
		most := uint64(0)
		for _, o := range old.Bucket {
			if o.GetUpperBound() <= b.GetUpperBound() {
				most = max(most, o.GetCumulativeCount())
			}
		}
		b.CumulativeCount = proto.Uint64(b.GetCumulativeCount() + most)
	}
}

func keyOf(m *dto.Metric) string {
	pairs := make([]string, len(m.Label))
	for i, l := range m.Label {
		pairs[i] = l.GetName() + "\x00" + l.GetValue()
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "\x01")
}

// zeroed is families with nothing counted yet: what is shown before a plan is
// carried out.
func zeroed(own map[string]*dto.MetricFamily) map[string]*dto.MetricFamily {
	zero := make(map[string]*dto.MetricFamily, len(own))
	for name, family := range own {
		f := proto.Clone(family).(*dto.MetricFamily)
		for _, m := range f.Metric {
			if m.Counter != nil {
				m.Counter.Value = proto.Float64(0)
			}
			if h := m.Histogram; h != nil {
				h.SampleCount, h.SampleSum = proto.Uint64(0), proto.Float64(0)
				for _, b := range h.Bucket {
					b.CumulativeCount = proto.Uint64(0)
				}
			}
		}
		zero[name] = f
	}
	return zero
}

// gathered is what this process has, by name.
func (m *Metrics) gathered() (map[string]*dto.MetricFamily, error) {
	families, err := m.registry.Gather()
	byName := make(map[string]*dto.MetricFamily, len(families))
	for _, f := range families {
		byName[f.GetName()] = f
	}
	return byName, err
}

func sortedFamilies(byName map[string]*dto.MetricFamily) []*dto.MetricFamily {
	var families []*dto.MetricFamily
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		families = append(families, byName[name])
	}
	return families
}
