package main

// sweeps shows whether the reaper works.
func sweeps() row {
	quantile := func(q string) string {
		return `histogram_quantile(` + q + `, sum by (le) (rate(sweep_duration_seconds_bucket[$__rate_interval])))`
	}
	return row{"Sweeps", []panel{
		series("Sweeps by result", "ok: all done. partial: some executions or groups failed. refused: a limit or guard held back. failed: nothing could be done.", count,
			query{`sum by (mode, result) (increase(sweeps_total[$__rate_interval]))`, "{{mode}}: {{result}}"}).bars().
			paint("enforce: ok", "green").paint("dry-run: ok", "blue").paint("enforce: partial", "orange").
			paint("enforce: refused", "purple").paint("enforce: failed", "red").paint("dry-run: failed", "dark-red"),
		series("How long sweeps take", "From the first request to the last change seen done, or given up on.", seconds,
			query{quantile("0.5"), "median"}, query{quantile("0.95"), "95 %"},
			query{`sum(rate(sweep_duration_seconds_sum[$__rate_interval])) / sum(rate(sweep_duration_seconds_count[$__rate_interval]))`, "mean"}),
		series("Since the last sweep and success", "A saw that keeps to the schedule. Where success leaves the sweeps behind, sweeps do not end ok.", seconds,
			query{`time() - min by (policy) (max by (policy, shard) (last_sweep_timestamp_seconds))`, "{{policy}}: sweep"},
			query{orNothing(`time() - min by (policy) (max by (policy, shard) (last_success_timestamp_seconds))`), "{{policy}}: success"}).runbook("aicorereapernosuccess"),
		series("Resource groups by result", "How the last sweep went in each of them.", count,
			query{`sum by (result) (resource_groups)`, "{{result}}"}).stacked().stepped().runbook("aicorereapersweepsfailing"),
		series("Messages by result", "What was sent to the targets of notify.", count,
			query{orZero(`sum by (event, result) (increase(notifications_total[$__rate_interval]))`, "event"), "{{event}}: {{result}}"}).bars(),
	}}
}
