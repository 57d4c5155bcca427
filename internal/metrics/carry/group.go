package carry

import (
	"maps"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// pushTime is a metric that a Pushgateway adds to each group. It has only the
// grouping labels.
const pushTime = "push_time_seconds"

// narrow keeps only the series of the group and removes the grouping labels from
// them.
func (g Pushgateway) narrow(all families) {
	group := map[string]string{"job": g.Job}
	maps.Copy(group, g.Grouping)
	others := groupsWithin(all[pushTime], group)
	delete(all, pushTime)
	for name, f := range all {
		var kept []*dto.Metric
		for _, m := range f.Metric {
			if rest, ok := without(m.Label, group); ok && !others.have(rest) {
				m.Label = rest
				kept = append(kept, m)
			}
		}
		if f.Metric = kept; kept == nil {
			delete(all, name)
		}
	}
}

// without returns the labels without those of the group and without the empty
// instance label that a Pushgateway adds. It returns false if a label of the
// group is missing.
func without(labels []*dto.LabelPair, group map[string]string) (rest []*dto.LabelPair, ok bool) {
	matched := 0
	rest = make([]*dto.LabelPair, 0, len(labels))
	for _, l := range labels {
		switch value, grouping := group[l.GetName()]; {
		case grouping && value == l.GetValue():
			matched++
		case l.GetName() == "instance" && l.GetValue() == "":
		default:
			rest = append(rest, l)
		}
	}
	return rest, matched == len(group)
}

// kin are groups that have all labels of one group and more labels, with the same
// names in each.
type kin struct {
	names  []string
	values map[string]bool // of each group, joined in the order of names
}

// groups holds all kin of one group.
type groups []kin

// groupsWithin returns the groups on a Pushgateway that have all labels of the
// given group and more. A series with these labels belongs to them.
func groupsWithin(all *dto.MetricFamily, group map[string]string) groups {
	var others groups
	for _, m := range all.GetMetric() {
		rest, ok := without(m.Label, group)
		if !ok || len(rest) == 0 {
			continue
		}
		slices.SortFunc(rest, func(a, b *dto.LabelPair) int { return strings.Compare(a.GetName(), b.GetName()) })
		names, values := make([]string, len(rest)), make([]string, len(rest))
		for i, l := range rest {
			names[i], values[i] = l.GetName(), l.GetValue()
		}
		others = others.with(names, values)
	}
	return others
}

// with returns the groups and one more, with these label names and values.
func (o groups) with(names, values []string) groups {
	i := slices.IndexFunc(o, func(k kin) bool { return slices.Equal(k.names, names) })
	if i < 0 {
		i, o = len(o), append(o, kin{names, make(map[string]bool)})
	}
	o[i].values[joined(values)] = true
	return o
}

// have reports whether a series with these labels belongs to one of the groups or
// to a shard. Shards are recognized even if the Pushgateway does not list its
// groups.
func (o groups) have(labels []*dto.LabelPair) bool {
	value := func(name string) (string, bool) {
		i := slices.IndexFunc(labels, func(l *dto.LabelPair) bool { return l.GetName() == name })
		if i < 0 {
			return "", false
		}
		return labels[i].GetValue(), true
	}
	if _, ok := value(shardLabel); ok {
		return true
	}
	for _, k := range o {
		values := make([]string, 0, len(k.names))
		for _, name := range k.names {
			if v, ok := value(name); ok {
				values = append(values, v)
			}
		}
		if len(values) == len(k.names) && k.values[joined(values)] {
			return true
		}
	}
	return false
}

func joined(values []string) string { return strings.Join(values, "\x00") }
