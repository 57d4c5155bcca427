package reaper

import (
	"cmp"
	"context"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
)

// metricsOf asks for the metrics of executions.
func (a *asker) metricsOf(ctx context.Context, part []asked) error {
	tracked, err := a.api.Tracking(ctx, a.group, idsOf(part), aiapi.Metrics)
	if err != nil {
		return err
	}
	if a.facts.Metrics == nil {
		a.facts.Metrics = make(map[string]map[string]float64)
	}
	for _, r := range part {
		a.facts.Metrics[r.id] = newestValues(tracked[r.id].Metrics, a.needs.Metrics)
	}
	return nil
}

// newestValues are the newest values of the metrics of these names: the latest in
// time, the greater step of one time, the last of one step.
func newestValues(all []aiapi.Metric, names []string) map[string]float64 {
	newest := make(map[string]aiapi.Metric)
	for _, m := range all {
		known, ok := newest[m.Name]
		later := cmp.Or(cmp.Compare(m.Timestamp, known.Timestamp), cmp.Compare(m.Step, known.Step)) >= 0
		if slices.Contains(names, m.Name) && (!ok || later) {
			newest[m.Name] = m
		}
	}
	values := make(map[string]float64, len(newest))
	for name, m := range newest {
		values[name] = m.Value
	}
	return values
}
