package main

import (
	"slices"
	"strings"
)

// price is what a capacity unit costs, for each job. Where the config gives no price
// it is 1, and the currency reads CU: panels of money then show capacity units.
const price = `(max by (job, currency) (capacity_unit_price)` +
	` or on (job) label_replace(max by (job) (build_info), "currency", "CU", "", ""))`

// Parts of the burn rate.
const (
	held    = `held_capacity_units_per_hour{expired!="true"}`
	overdue = `held_capacity_units_per_hour{expired="true"}`
	ended   = `increase(freed_capacity_units_per_hour_total[$__range])`
)

// hoursOfMonth is the mean length of a month.
const hoursOfMonth = "730"

// money sums an expression in capacity units by labels, and values it at the price
// of each job. The sums have the label currency.
func money(expression string, by ...string) string {
	ofJob := by
	if !slices.Contains(by, "job") {
		ofJob = append([]string{"job"}, by...)
	}
	return `sum by (` + strings.Join(append([]string{"currency"}, by...), ", ") + `) (sum by (` + strings.Join(ofJob, ", ") + `) (` +
		expression + `) * on (job) group_left (currency) ` + price + `)`
}

// allMoney is money over everything, 0 where a job has nothing of it.
func allMoney(expression string) string {
	return money(`sum by (job) (` + expression + `) or max by (job) (build_info) * 0`)
}

// spent adds up, over the time range, what an expression is per hour. Time in which
// there was nothing to ask counts nothing.
func spent(perHour string) string {
	return `sum_over_time((` + perHour + `)[$__range:$__interval]) * $__interval_ms / 3600000`
}

// saved is what stops saved, if each stopped run had gone on as long as is assumed.
func saved(endedPerHour string) string { return `(` + endedPerHour + `) * $assumed_hours` }

// month is what a month costs at a rate per hour.
func month(perHour string) string { return `(` + perHour + `) * ` + hoursOfMonth }

// byChosenLabel gives an expression the label "by": what the chosen label says of
// the resource group, or "none". Groups that have no labels in the metrics go by
// their id if that is chosen.
func byChosenLabel(expression string) string {
	byGroup := `sum by (job, resource_group) (` + expression + `)`
	return `label_replace(` + byGroup + ` * on (job, resource_group) group_left (by) topk by (job, resource_group) (1, max by (job, resource_group, by) (` +
		copied(`resource_group_labels{$label=~"$label_value"}`) + `)) or on (job, resource_group) ` +
		copied(byGroup+` unless on (job, resource_group) resource_group_labels`) + `, "by", "none", "by", "")`
}

func copied(expression string) string {
	return `label_replace(` + expression + `, "by", "$1", "$label", "(.*)")`
}
