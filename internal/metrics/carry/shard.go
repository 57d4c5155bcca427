package carry

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// shardLabel separates the series of several processes that share a tenant.
const shardLabel = "shard"

// Shard returns the group of one of several processes that share a tenant. shard
// is its number. If shard is "" or the user's grouping already has the label, the
// group stays unchanged.
func (g Pushgateway) Shard(shard string) Pushgateway {
	if _, taken := g.Grouping[shardLabel]; shard == "" || taken {
		return g
	}
	grouping := maps.Clone(g.Grouping)
	if grouping == nil {
		grouping = make(map[string]string)
	}
	grouping[shardLabel] = shard
	g.Grouping = grouping
	return g
}

// file returns the path that a shard writes to: reaper-shard-2.prom for
// reaper.prom.
func (f Textfile) file() string {
	if f.Shard == "" {
		return f.Path
	}
	extension := filepath.Ext(f.Path)
	return strings.TrimSuffix(f.Path, extension) + "-shard-" + f.Shard + extension
}

// mark adds the shard label to all series, unless shard is "".
func mark(all families, shard string) {
	if shard == "" {
		return
	}
	unmark(all, shard)
	for _, f := range all {
		for _, m := range f.Metric {
			m.Label = append(m.Label, &dto.LabelPair{Name: new(shardLabel), Value: &shard})
		}
	}
}

// unmark removes the shard label from all series, unless shard is "".
func unmark(all families, shard string) {
	if shard == "" {
		return
	}
	for _, f := range all {
		for _, m := range f.Metric {
			m.Label = slices.DeleteFunc(m.Label, func(l *dto.LabelPair) bool { return l.GetName() == shardLabel })
		}
	}
}
