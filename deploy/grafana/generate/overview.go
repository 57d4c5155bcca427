package main

// overview answers at a glance what it costs, what was saved, and whether the
// reaper works.
func overview() row {
	return row{"Overview", []panel{
		stat("Burn rate held", "Capacity units per hour that everything RUNNING burns now, by the rates of the config's costs.", unitsPerHour,
			orZero(`sum(held_capacity_units_per_hour{expired!="true"})`, "")).plain("blue").trend(),
		stat("Burn rate overdue", "The part of it that policies want to stop: what the next enforcing sweep ends.", unitsPerHour,
			orZero(`sum(held_capacity_units_per_hour{expired="true"})`, "")).warnFrom(1, 100).trend(),
		stat("Burn rate ended", "The hourly rates of what was stopped in this time range, added up. Counted when a stop was seen done, never before.", unitsPerHour,
			orZero(`sum(increase(freed_capacity_units_per_hour_total[$__range]))`, "")).plain("green"),
		stat("Nodes freed", "Nodes that verified stops of RUNNING executions gave back in this time range.", count,
			orZero(`round(sum(increase(freed_nodes_total[$__range])))`, "")).plain("green"),
		stat("GPUs freed", "GPUs that verified stops of RUNNING executions gave back in this time range.", count,
			orZero(`round(sum(increase(freed_gpus_total[$__range])))`, "")).plain("green"),
		stat("Spent on overdue runs", "Capacity units that overdue RUNNING executions burned in this time range: their mean burn rate times its length.", "suffix: CU",
			`avg_over_time((sum(held_capacity_units_per_hour{expired="true"}) or on () vector(0))[$__range:]) * $__range_s / 3600`).plain("orange"),
		stat("Backlog", "Executions that the last plan wants to stop or delete. In a dry run this is all that would be done.", count,
			orZero(`sum(expired_executions)`, "")).plain("blue").trend(),
		stat("Longest overdue", "How long ago the most overdue execution of the backlog expired. This is the objective to alert on.", seconds,
			orZero(`max(longest_overdue_seconds)`, "")).warnFrom(24*3600, 48*3600).trend(),
		stat("Since the last success", "Age of the last enforcing sweep that ended ok, of the policy that has waited longest. A dry run is no success.", seconds,
			orNothing(`time() - min(max by (policy, shard) (last_success_timestamp_seconds))`)).warnFrom(25*3600, 26*3600).without("never"),
		stat("Next sweep", "When a policy is due next. Only the daemon knows; a timer or CronJob keeps its own schedule.", fromNow,
			orNothing(`min(next_sweep_timestamp_seconds) * 1000`)).plain("blue").without("kept by the timer"),
		stat("Sweeps not ok", "Sweeps of this time range that were partial, refused or failed.", count,
			orZero(`round(sum(increase(sweeps_total{result!="ok"}[$__range])))`, "")).warnFrom(0.5, 3),
		stat("API errors", "Part of the API requests of this time range that got no answer, or one of 4xx or 5xx.", share,
			orZero(`sum(increase(api_requests_total{code!~"2.."}[$__range])) / sum(increase(api_requests_total[$__range]))`, "")).warnFrom(0.05, 0.2),
	}}
}
