package main

// cost shows what the tenant burns, and the overdue part of it.
func cost() row {
	const held, overdue = `{expired!="true"}`, `{expired="true"}`
	by := func(label, part string) []query {
		return []query{{orZero(`sum by (`+label+`) (held_capacity_units_per_hour`+part+`) > 0`, label), "{{" + label + "}}"}}
	}
	return row{"What it costs", []panel{
		series("Burn rate, held and overdue", "Capacity units per hour of all that is RUNNING, and the part that policies want to stop.", unitsPerHour,
			query{orZero(`sum(held_capacity_units_per_hour`+held+`)`, ""), "held"},
			query{orZero(`sum(held_capacity_units_per_hour`+overdue+`)`, ""), "overdue"},
		).paint("held", "blue").paint("overdue", "orange").stepped().wide(12),
		series("Burn rate by resource group", "Who burns it.", unitsPerHour, by("resource_group", held)...).stacked().stepped().wide(12),
		series("Burn rate by scenario", "What for. Scenarios beyond the 200 largest are other.", unitsPerHour, by("scenario", held)...).stacked().stepped(),
		series("Burn rate by resource plan", "On what. Executions that no rule of costs maps are unmapped, and burn nothing that is known.", unitsPerHour, by("resource_plan", held)...).stacked().stepped(),
		series("Overdue burn rate by scenario", "Where the next enforcing sweep saves most.", unitsPerHour, by("scenario", overdue)...).stacked().stepped(),
	}}
}
