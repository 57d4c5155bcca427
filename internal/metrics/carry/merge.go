package carry

import (
	"maps"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/proto"
)

// Keep reports whether a gauge of an earlier process is still true although this
// process has not set it. The name has the prefix aicore_reaper_.
type Keep func(name string, labels map[string]string) bool

// merge adds the metrics of this process to the earlier ones. Counters and
// histograms are summed series by series, also for policies that are no longer
// configured. Gauges are those of this process and the earlier ones for which
// keep returns true. A nil keep keeps none.
func merge(earlier, own families, keep Keep) families {
	all := maps.Clone(own)
	for name, old := range earlier {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		if old.GetType() == dto.MetricType_GAUGE {
			old = holding(old, keep)
		}
		family := own[name]
		switch {
		case len(old.Metric) == 0:
		case family == nil:
			all[name] = old
		case family.GetType() == old.GetType():
			all[name] = sum(old, family)
		}
	}
	return all
}

// holding returns the gauges of a family that keep reports as still true.
func holding(old *dto.MetricFamily, keep Keep) *dto.MetricFamily {
	kept := &dto.MetricFamily{Name: old.Name, Help: old.Help, Type: old.Type, Unit: old.Unit}
	for _, m := range old.Metric {
		if keep != nil && keep(old.GetName(), labelsOf(m)) {
			kept.Metric = append(kept.Metric, m)
		}
	}
	return kept
}

func labelsOf(m *dto.Metric) map[string]string {
	labels := make(map[string]string, len(m.Label))
	for _, l := range m.Label {
		labels[l.GetName()] = l.GetValue()
	}
	return labels
}

// announce returns the earlier metrics unchanged, with zeros added for the
// counters of this process that are missing.
func announce(earlier, own families) families {
	all := merge(earlier, zeroed(own), nil)
	for name, old := range earlier {
		if strings.HasPrefix(name, prefix) && all[name] == nil {
			all[name] = old // the sweep will set this gauge later
		}
	}
	return all
}

// series is one series of a family with its labels as text. The text is
// expensive, so it is built only once.
type series struct {
	key string
	*dto.Metric
}

func sum(old, own *dto.MetricFamily) *dto.MetricFamily {
	total := proto.CloneOf(own)
	all := make([]series, 0, len(total.Metric)+len(old.Metric))
	at := make(map[string]*dto.Metric, len(total.Metric))
	for _, m := range total.Metric {
		key := keyOf(m)
		at[key] = m
		all = append(all, series{key, m})
	}
	for _, m := range old.Metric {
		key := keyOf(m)
		mine := at[key]
		switch {
		case mine == nil:
			all = append(all, series{key, m})
		case mine.Counter != nil && m.Counter != nil:
			mine.Counter.Value = new(mine.Counter.GetValue() + m.Counter.GetValue())
		case mine.Histogram != nil && m.Histogram != nil:
			addHistogram(mine.Histogram, m.Histogram)
		}
	}
	slices.SortFunc(all, func(a, b series) int { return strings.Compare(a.key, b.key) })
	total.Metric = total.Metric[:0]
	for _, s := range all {
		total.Metric = append(total.Metric, s.Metric)
	}
	return total
}

// addHistogram adds the old counts to each bucket. If an earlier version had
// other buckets, a bucket gets the count of the next lower old bucket, which is a
// lower bound.
func addHistogram(mine, old *dto.Histogram) {
	mine.SampleCount = new(mine.GetSampleCount() + old.GetSampleCount())
	mine.SampleSum = new(mine.GetSampleSum() + old.GetSampleSum())
	for _, b := range mine.Bucket {
		most := uint64(0)
		for _, o := range old.Bucket {
			if o.GetUpperBound() <= b.GetUpperBound() {
				most = max(most, o.GetCumulativeCount())
			}
		}
		b.CumulativeCount = new(b.GetCumulativeCount() + most)
	}
}

// keyOf returns the labels of a series as one text.
func keyOf(m *dto.Metric) string {
	pairs := make([]string, len(m.Label))
	for i, l := range m.Label {
		pairs[i] = l.GetName() + "\x00" + l.GetValue()
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "\x01")
}

// zeroed returns the counters and histograms of families, all at zero.
func zeroed(own families) families {
	zero := make(families, len(own))
	for name, family := range own {
		f := proto.CloneOf(family)
		for _, m := range f.Metric {
			if m.Counter != nil {
				m.Counter.Value = new(0.0)
			}
			if h := m.Histogram; h != nil {
				h.SampleCount, h.SampleSum = new(uint64(0)), new(0.0)
				for _, b := range h.Bucket {
					b.CumulativeCount = new(uint64(0))
				}
			}
		}
		zero[name] = f
	}
	return zero
}

// sorted returns families by name.
func sorted(byName families) []*dto.MetricFamily {
	all := make([]*dto.MetricFamily, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		all = append(all, byName[name])
	}
	return all
}
