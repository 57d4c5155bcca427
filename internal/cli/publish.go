package cli

import (
	"context"
	"errors"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
)

// pushTimeout is how long a Pushgateway may take: a slow one must not hold up
// what comes after.
const pushTimeout = 15 * time.Second

// publish puts what this process counted on top of what the Pushgateway and the
// textfile hold; with nothingYet only the series, before anything is acted on.
func (t *tenant) publish(ctx context.Context, nothingYet bool) error {
	var failures []error
	if g := t.config.Metrics.Pushgateway; g.URL != "" {
		failures = append(failures, t.metrics.Push(ctx, metrics.Pushgateway{URL: g.URL, Job: g.Job, Grouping: g.Grouping, Timeout: pushTimeout}, nothingYet))
	}
	if file := t.config.Metrics.Textfile; file != "" {
		failures = append(failures, t.metrics.WriteTextfile(file, nothingYet))
	}
	return errors.Join(failures...)
}
