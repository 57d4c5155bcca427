package metrics

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/proto"
)

// shardLabel tells the series of several processes apart that share a tenant.
const shardLabel = "shard"

// Shard has the group be that of one of several processes that share a tenant,
// by its number; "" leaves it as it is, and so does a grouping by the user that
// has the label already.
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

// textfileOf is the file that a shard writes: reaper-shard-2.prom for reaper.prom.
func textfileOf(path, shard string) string {
	if shard == "" {
		return path
	}
	extension := filepath.Ext(path)
	return strings.TrimSuffix(path, extension) + "-shard-" + shard + extension
}

// relabel adds the label of a shard to all series, or takes it away.
func relabel(families map[string]*dto.MetricFamily, shard string, add bool) {
	if shard == "" {
		return
	}
	for _, f := range families {
		for _, m := range f.Metric {
			m.Label = slices.DeleteFunc(m.Label, func(l *dto.LabelPair) bool { return l.GetName() == shardLabel })
			if add {
				m.Label = append(m.Label, &dto.LabelPair{Name: proto.String(shardLabel), Value: proto.String(shard)})
			}
		}
	}
}
