package main

// dimension is what money is shown by: a label, and how to get an expression there.
type dimension struct {
	label, title string
	of           func(expression string) string
}

func asItIs(expression string) string { return expression }

// dimensions are all that money is shown by.
var dimensions = []dimension{
	{"resource_group", "resource group", asItIs},
	{"by", "label", byChosenLabel},
	{"scenario", "scenario", asItIs},
	{"resource_plan", "resource plan", asItIs},
}

// bills shows money as numbers, one table for each dimension.
func bills() row {
	r := row{title: "What it costs, in numbers"}
	for _, d := range dimensions {
		r.panels = append(r.panels, d.bill())
	}
	return r
}

func (d dimension) bill() panel {
	now, due := money(d.of(held), d.label), money(d.of(overdue), d.label)
	over := money(d.of(ended), d.label)
	return table("Cost by "+d.title, "In the currency of costs.price, or in capacity units (CU) without a price. Saved is a guess: it says what the stopped runs would have cost in the hours set above.",
		[]string{d.label, "currency"},
		column{"Per hour now", perHour, now},
		column{"Overdue, per hour", perHour, due + ` or (` + now + `) * 0`},
		column{"Spent on overdue runs", count, spent(due + ` or (` + now + `) * 0`)},
		column{"Per hour ended", perHour, over + ` or (` + now + `) * 0`},
		column{"Saved, as assumed", count, saved(over + ` or (` + now + `) * 0`)},
		column{"A month at this rate", count, month(now)},
	).page(d.label)
}
