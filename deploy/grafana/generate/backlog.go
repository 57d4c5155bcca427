package main

// backlog shows what is waiting to be done, and what was.
func backlog() row {
	happened := func(metric, label string) string {
		return orZero(`sum by (`+label+`) (increase(`+metric+`[$__rate_interval]))`, label)
	}
	return row{"Policies and their backlog", []panel{
		series("Backlog by policy", "Executions that the last plan wanted to act on, put off by a limit or not.", count,
			query{`sum by (policy, action) (expired_executions)`, "{{policy}} ({{action}})"}).stacked().stepped(),
		series("Longest overdue by policy", "How long ago the most overdue execution of each policy expired.", seconds,
			query{`max by (policy) (longest_overdue_seconds)`, "{{policy}}"}).stepped().runbook("aicorereaperbacklogoverdue"),
		series("Stopped and deleted", "Seen done, by policy.", count,
			query{`sum by (policy) (increase(executions_stopped_total[$__rate_interval]))`, "{{policy}}: stopped"},
			query{`sum by (policy) (increase(executions_deleted_total[$__rate_interval]))`, "{{policy}}: deleted"}).bars(),
		series("Failed, by reason", "Actions that the API refused, that could not be sent, or that were not seen done within stopTimeout.", count,
			query{happened("executions_failed_total", "reason"), "{{reason}}"}).bars().runbook("aicorereapersweepsfailing"),
		series("Put off, by limit", "Actions that a limit put off to a later sweep. Put off again and again, the limit is too low for what comes in.", count,
			query{happened("executions_deferred_total", "limit"), "{{limit}}"}).bars().runbook("aicorereaperlimittoolow"),
		series("Backlog by resource group", "Where the work is waiting.", count,
			query{`sum by (resource_group) (expired_executions)`, "{{resource_group}}"}).stacked().stepped(),
		table("Policies", "Each policy, and how it stands.", []string{"policy"},
			column{"Backlog", count, `sum by (policy) (expired_executions)`},
			column{"Longest overdue", seconds, `max by (policy) (longest_overdue_seconds)`},
			column{"Stopped in range", count, `sum by (policy) (increase(executions_stopped_total[$__range]))`},
			column{"Deleted in range", count, `sum by (policy) (increase(executions_deleted_total[$__range]))`},
			column{"CU/h ended in range", unitsPerHour, `sum by (policy) (increase(freed_capacity_units_per_hour_total[$__range]))`},
			column{"Last sweep", fromNow, `min by (policy) (max by (policy, shard) (last_sweep_timestamp_seconds)) * 1000`},
			column{"Last success", fromNow, `min by (policy) (max by (policy, shard) (last_success_timestamp_seconds or last_sweep_timestamp_seconds * NaN)) * 1000`},
			column{"Next sweep", fromNow, `min by (policy) (next_sweep_timestamp_seconds or last_sweep_timestamp_seconds * NaN) * 1000`},
		).page("policy"),
	}}
}
