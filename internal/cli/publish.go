package cli

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
)

// pushTimeout is how long a Pushgateway may take: a slow one must not hold up
// what comes after.
const pushTimeout = 15 * time.Second

// publish puts what this process counted on top of what the Pushgateway and the
// textfile hold; with nothingYet only the series, before anything is acted on.
// Each of several processes that share a tenant has a group and a file of its own.
func (t *tenant) publish(ctx context.Context, shard reaper.Shard, nothingYet bool) error {
	part := ""
	if shard.Count > 1 {
		part = strconv.Itoa(shard.Index)
	}
	var failures []error
	if g := t.config.Metrics.Pushgateway; g.URL != "" {
		failures = append(failures, t.metrics.Push(ctx, metrics.Pushgateway{URL: g.URL, Job: g.Job, Grouping: g.Grouping, Timeout: pushTimeout}.Shard(part), nothingYet))
	}
	if file := t.config.Metrics.Textfile; file != "" {
		failures = append(failures, t.metrics.WriteTextfile(file, part, nothingYet))
	}
	return errors.Join(failures...)
}
