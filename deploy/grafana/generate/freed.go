package main

// freed shows what verified stops gave back.
func freed() row {
	ended := func(label string) query {
		return query{`sum by (` + label + `) (increase(freed_capacity_units_per_hour_total[$__rate_interval]))`, "{{" + label + "}}"}
	}
	gained := func(metric string) string { return `sum(increase(` + metric + `[$__rate_interval]))` }
	inRange := func(metric string) string {
		return `sum by (scenario, resource_plan) (increase(` + metric + `[$__range]))`
	}
	return row{"What was freed", []panel{
		series("Burn rate ended by scenario", "Hourly rates of the executions that were stopped, when they were seen stopped. It is compute given back, and not always a smaller bill: warm nodes and the baseline go on.", unitsPerHour, ended("scenario")).bars(),
		series("Burn rate ended by resource plan", "The same, by what they ran on.", unitsPerHour, ended("resource_plan")).bars(),
		series("Burn rate ended by resource group", "The same, by who ran them.", unitsPerHour, ended("resource_group")).bars(),
		series("Burn rate ended by policy", "The same, by the policy that wanted it.", unitsPerHour, ended("policy")).bars(),
		series("Compute freed", "Nodes, CPUs and GPUs that stops gave back.", count,
			query{gained("freed_nodes_total"), "nodes"}, query{gained("freed_cpus_total"), "CPUs"}, query{gained("freed_gpus_total"), "GPUs"}).bars(),
		series("Memory freed", "Memory that stops gave back.", byteSize, query{gained("freed_memory_bytes_total"), "memory"}).bars(),
		table("Freed in this time range", "What each scenario gave back, by resource plan, and the node hours that its stopped and deleted executions used in total.",
			[]string{"scenario", "resource_plan"},
			column{"CU/h ended", unitsPerHour, inRange("freed_capacity_units_per_hour_total")},
			column{"Nodes", count, inRange("freed_nodes_total")},
			column{"GPUs", count, inRange("freed_gpus_total")},
			column{"CPUs", count, inRange("freed_cpus_total")},
			column{"Memory", byteSize, inRange("freed_memory_bytes_total")},
			column{"Node hours used", hours, inRange("reaped_node_seconds_total") + ` / 3600`},
		).wide(14),
		series("Node hours of what was stopped or deleted", "The node hours that these executions used in total.", hours,
			query{`sum by (scenario) (increase(reaped_node_seconds_total[$__rate_interval])) / 3600`, "{{scenario}}"}).bars().wide(10),
	}}
}
