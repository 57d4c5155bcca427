package carry

import (
	"cmp"
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
// keep returns true. A nil keep keeps none. Counters of scenarios beyond the limit
// are folded into one.
func merge(earlier, own families, keep Keep) families {
	admitted := admit(earlier, own)
	own = maps.Clone(own)
	for name, f := range own {
		own[name] = admitted.fold(f)
	}
	all := maps.Clone(own)
	for name, old := range earlier {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		if old.GetType() == dto.MetricType_GAUGE {
			old = holding(old, keep)
		}
		old = admitted.fold(old)
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
	kept := empty(old)
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

// sum returns a family with what both have counted. It shares the labels and the
// series of both, of which there can be many thousands, and changes neither.
func sum(old, own *dto.MetricFamily) *dto.MetricFamily {
	all := make([]series, 0, len(own.Metric)+len(old.Metric))
	at := make(map[string]int, len(own.Metric))
	for _, m := range own.Metric {
		key := keyOf(m)
		at[key] = len(all)
		all = append(all, series{key, m})
	}
	for _, m := range old.Metric {
		key := keyOf(m)
		if i, both := at[key]; both {
			all[i].Metric = added(all[i].Metric, m)
		} else {
			all = append(all, series{key, m})
		}
	}
	slices.SortFunc(all, func(a, b series) int { return strings.Compare(a.key, b.key) })
	total := empty(own)
	total.Metric = make([]*dto.Metric, len(all))
	for i, s := range all {
		total.Metric[i] = s.Metric
	}
	return total
}

// added returns a series with its own count and that of an earlier process.
func added(mine, old *dto.Metric) *dto.Metric {
	switch {
	case mine.Counter != nil && old.Counter != nil:
		return counter(mine, mine.Counter.GetValue()+old.Counter.GetValue())
	case mine.Histogram != nil && old.Histogram != nil:
		total := proto.CloneOf(mine)
		addHistogram(total.Histogram, old.Histogram)
		return total
	}
	return mine
}

// counter returns a series of a counter with the labels of another.
func counter(of *dto.Metric, value float64) *dto.Metric {
	return &dto.Metric{Label: of.Label, Counter: &dto.Counter{Value: &value, CreatedTimestamp: of.Counter.CreatedTimestamp}}
}

// empty returns a family like another, without series.
func empty(like *dto.MetricFamily) *dto.MetricFamily {
	return &dto.MetricFamily{Name: like.Name, Help: like.Help, Type: like.Type, Unit: like.Unit}
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
	labels := m.Label
	byName := func(a, b *dto.LabelPair) int {
		return cmp.Or(strings.Compare(a.GetName(), b.GetName()), strings.Compare(a.GetValue(), b.GetValue()))
	}
	if !slices.IsSortedFunc(labels, byName) {
		labels = slices.SortedFunc(slices.Values(labels), byName)
	}
	var key strings.Builder
	for i, l := range labels {
		if i > 0 {
			key.WriteByte(1)
		}
		key.WriteString(l.GetName())
		key.WriteByte(0)
		key.WriteString(l.GetValue())
	}
	return key.String()
}

// zeroed returns families with their counters and histograms at zero. They share
// their labels with own.
func zeroed(own families) families {
	zero := make(families, len(own))
	for name, family := range own {
		f := empty(family)
		f.Metric = make([]*dto.Metric, len(family.Metric))
		for i, m := range family.Metric {
			f.Metric[i] = zeroOf(m)
		}
		zero[name] = f
	}
	return zero
}

// zeroOf returns a series with nothing counted yet; a gauge as it is.
func zeroOf(m *dto.Metric) *dto.Metric {
	switch {
	case m.Counter != nil:
		return counter(m, 0)
	case m.Histogram != nil:
		zero := proto.CloneOf(m)
		zero.Histogram.SampleCount, zero.Histogram.SampleSum = new(uint64(0)), new(0.0)
		for _, b := range zero.Histogram.Bucket {
			b.CumulativeCount = new(uint64(0))
		}
		return zero
	}
	return m
}

// sorted returns families by name.
func sorted(byName families) []*dto.MetricFamily {
	all := make([]*dto.MetricFamily, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		all = append(all, byName[name])
	}
	return all
}
