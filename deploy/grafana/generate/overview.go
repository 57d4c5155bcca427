package main

// overview shows what the tenant costs, what was saved, and whether the reaper
// works.
func overview() row { return row{"Overview", append(append(spending(), work()...), health()...)} }

// spending is the money. Without a price it is capacity units, and says so.
func spending() []panel {
	return []panel{
		amount("Burn rate held", "What everything RUNNING costs per hour now, by the rates of the config's costs.", perHour, allMoney(held)).plain("blue").trend(),
		amount("Burn rate overdue", "The part of it that policies want to stop: what the next enforcing sweep ends.", perHour, allMoney(overdue)).warnFrom(1, 100).trend().runbook("aicorereaperbacklogoverdue"),
		amount("Spent on overdue runs", "What overdue RUNNING executions cost in this time range.", count, spent(allMoney(overdue))).plain("orange"),
		amount("Burn rate ended", "The hourly rates of what was stopped in this time range, added up. Counted when a stop was seen done, never before. It is compute given back, and not always a smaller bill: warm nodes and the baseline go on.", perHour, allMoney(ended)).plain("green"),
		amount("Saved, as assumed", "A guess: the burn rate ended in this time range, times the hours set above that each stopped run would have gone on.", count, saved(allMoney(ended))).plain("green"),
		amount("A month at this rate", "A forecast: what 730 hours cost at the burn rate of now.", count, month(allMoney(held))).plain("blue"),
	}
}

// work is what is waiting, and what was given back.
func work() []panel {
	return []panel{
		stat("Part of the budget", "The month at the rate of now, as a part of the budget that is set above.", share,
			orNothing(`max(`+month(allMoney(held))+`) / on () (vector($budget) > 0)`)).warnFrom(0.9, 1).without("no budget set"),
		stat("Backlog", "Executions that the last plan wants to stop or delete. In a dry run this is all that would be done.", count,
			orZero(`sum(expired_executions)`, "")).plain("blue").trend(),
		stat("Upcoming", "Executions that a policy with a notice announces for its next sweep.", count,
			orZero(`sum(upcoming_executions)`, "")).plain("blue"),
		stat("Longest overdue", "How long ago the most overdue execution of the backlog expired. This is the objective to alert on.", seconds,
			orZero(`max(longest_overdue_seconds)`, "")).warnFrom(24*3600, 48*3600).trend().runbook("aicorereaperbacklogoverdue"),
		stat("Nodes freed", "Nodes that verified stops of RUNNING executions gave back in this time range.", count,
			orZero(`round(sum(increase(freed_nodes_total[$__range])))`, "")).plain("green"),
		stat("GPUs freed", "GPUs that verified stops of RUNNING executions gave back in this time range.", count,
			orZero(`round(sum(increase(freed_gpus_total[$__range])))`, "")).plain("green"),
	}
}

// health is whether the reaper works.
func health() []panel {
	return []panel{
		stat("Since the last success", "Age of the last enforcing sweep that ended ok, of the policy that has waited longest. A dry run is no success.", seconds,
			orNothing(`time() - min(max by (policy, shard) (last_success_timestamp_seconds))`)).warnFrom(25*3600, 26*3600).without("never").runbook("aicorereapernosuccess"),
		stat("Next sweep", "When a policy is due next. Only the daemon knows; a timer or CronJob keeps its own schedule.", fromNow,
			orNothing(`min(next_sweep_timestamp_seconds) * 1000`)).plain("blue").without("kept by the timer").runbook("aicorereapersweepmissed"),
		stat("Age of the numbers", "How long ago the tenant was last looked at, in the job where that is longest ago.", seconds,
			orNothing(`time() - min(max by (job) (observed_timestamp_seconds))`)).warnFrom(25*3600, 26*3600).without("not yet"),
		stat("Sweeps not ok", "Sweeps of this time range that were partial, refused or failed.", count,
			orZero(`round(sum(increase(sweeps_total{result!="ok"}[$__range])))`, "")).warnFrom(0.5, 3).runbook("aicorereapersweepsfailing"),
		stat("Groups not ok", "Resource groups of the last sweep that were partial, refused or failed.", count,
			orZero(`sum(resource_groups{result=~"partial|refused|failed"})`, "")).warnFrom(0.5, 3).runbook("aicorereapersweepsfailing"),
		stat("API errors", "Part of the API requests of this time range that got no answer, or one of 4xx or 5xx.", share,
			orZero(`sum(increase(api_requests_total{code!~"2.."}[$__range])) / sum(increase(api_requests_total[$__range]))`, "")).warnFrom(0.05, 0.2).runbook("aicorereaperapierrors"),
	}
}
