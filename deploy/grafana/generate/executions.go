package main

// executions shows what the tenant holds.
func executions() row {
	return row{"Executions", []panel{
		series("Executions by status", "As last listed.", count, query{`sum by (status) (executions)`, "{{status}}"}).stacked().stepped().
			paint("RUNNING", "blue").paint("PENDING", "yellow").paint("COMPLETED", "green").paint("DEAD", "red").
			paint("STOPPED", "text").paint("STOPPING", "purple").paint("UNKNOWN", "orange"),
		series("Executions by resource group", "As last listed.", count, query{`sum by (resource_group) (executions)`, "{{resource_group}}"}).stacked().stepped(),
		series("Oldest execution by status", "Age of the oldest one in each state. A RUNNING one that is weeks old has most likely been forgotten.", seconds,
			query{`max by (status) (oldest_execution_age_seconds)`, "{{status}}"}).stepped(),
	}}
}
