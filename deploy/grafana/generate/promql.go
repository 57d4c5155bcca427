package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

const prefix = "aicore_reaper_"

// The filters of metrics, by the variables for which they have a label.
const (
	byJob    = `job=~"$job"`
	byGroup  = byJob + `,resource_group=~"$resource_group"`
	byPolicy = byJob + `,policy=~"$policy"`
	byBoth   = byGroup + `,policy=~"$policy"`

	byGroupAndScenario = byGroup + `,scenario=~"$scenario"`
	byAll              = byBoth + `,scenario=~"$scenario"`
)

// filters maps all metrics to their filters. Labels that differ between a daemon,
// a Pushgateway and a textfile (instance, pod…) are never used.
var filters = map[string]string{
	"executions":                                   byGroupAndScenario,
	"oldest_execution_age_seconds":                 byGroup,
	"expired_executions":                           byBoth,
	"longest_overdue_seconds":                      byBoth,
	"executions_stopped_total":                     byAll,
	"executions_deleted_total":                     byAll,
	"executions_failed_total":                      byBoth,
	"executions_deferred_total":                    byBoth,
	"freed_nodes_total":                            byAll,
	"freed_cpus_total":                             byAll,
	"freed_memory_bytes_total":                     byAll,
	"freed_gpus_total":                             byAll,
	"freed_capacity_units_per_hour_total":          byAll,
	"reaped_node_seconds_total":                    byAll,
	"held_capacity_units_per_hour":                 byGroupAndScenario,
	"sweeps_total":                                 byJob,
	"sweep_duration_seconds":                       byJob,
	"last_sweep_timestamp_seconds":                 byPolicy,
	"last_success_timestamp_seconds":               byPolicy,
	"next_sweep_timestamp_seconds":                 byPolicy,
	"api_requests_total":                           byJob,
	"api_request_duration_seconds":                 byJob,
	"api_retries_total":                            byJob,
	"batch_size":                                   byJob,
	"config_last_reload_successful":                byJob,
	"config_last_reload_success_timestamp_seconds": byJob,
	"credential_expiry_timestamp_seconds":          byJob,
	"capacity_unit_price":                          byJob,
	"resource_group_labels":                        byGroup,
	"resource_groups":                              byJob,
	"upcoming_executions":                          byBoth,
	"observed_timestamp_seconds":                   byJob,
	"notifications_total":                          byJob,
	"build_info":                                   byJob,
}

// name finds a metric in an expression, with the suffix of a histogram's series
// and with existing matchers.
var name = regexp.MustCompile(`\b(` + strings.Join(slices.Sorted(maps.Keys(filters)), `|`) + `)(_bucket|_sum|_count)?\b(?:\{([^}]*)\})?`)

// promQL completes an expression: it adds the prefix and the filters of the
// variables to metrics, so that the panels' expressions stay short.
func promQL(expression string) string {
	return name.ReplaceAllStringFunc(expression, func(found string) string {
		parts := name.FindStringSubmatch(found)
		matchers := filters[parts[1]]
		if parts[3] != "" {
			matchers += "," + parts[3]
		}
		return prefix + parts[1] + parts[2] + "{" + matchers + "}"
	})
}

// orZero gives 0 if an expression has no result yet, as for counters that begin
// with the first event. The label, if any, is then "none".
func orZero(expression, label string) string {
	if label == "" {
		return "(" + expression + ") or on () vector(0)"
	}
	return "(" + expression + `) or on () label_replace(vector(0), "` + label + `", "none", "", "")`
}

// orNothing gives NaN if an expression can have no result. The panel then shows a
// word that says why, and does not look broken.
func orNothing(expression string) string { return "(" + expression + ") or on () vector(NaN)" }
