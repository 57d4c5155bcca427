package main

// tenants compares tenants, each of which is a job.
func tenants() row {
	return row{"Tenants", []panel{
		table("Tenants", "A line for each job, which is a tenant: what it costs, what is waiting, and whether its sweeps succeed. A job's name leads to its own dashboard.", []string{"job", "currency"},
			column{"Per hour now", perHour, money(held, "job")},
			column{"Overdue, per hour", perHour, money(overdue, "job") + ` or ` + money(held, "job") + ` * 0`},
			column{"A month at this rate", count, month(money(held, "job"))},
			column{"Backlog", count, `sum by (job) (expired_executions)`},
			column{"Longest overdue", seconds, `max by (job) (longest_overdue_seconds)`},
			column{"Last success", fromNow, `min by (job) (max by (job, policy, shard) (last_success_timestamp_seconds or last_sweep_timestamp_seconds * NaN)) * 1000`},
			column{"Sweeps not ok", count, `round(sum by (job) (increase(sweeps_total{result!="ok"}[$__range])))`},
			column{"Groups not ok", count, `sum by (job) (resource_groups{result=~"partial|refused|failed"})`},
			column{"Requests in error", share, `(sum by (job) (increase(api_requests_total{code!~"2.."}[$__range])) or sum by (job) (api_requests_total) * 0) / sum by (job) (increase(api_requests_total[$__range]))`},
			column{"Numbers of", fromNow, `max by (job) (observed_timestamp_seconds) * 1000`},
		).tenant(),
	}}
}
