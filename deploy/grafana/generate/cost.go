package main

// cost shows the burn rate of the tenant, and the overdue part of it.
func cost() row {
	panels := []panel{
		series("Burn rate, held and overdue", "What all that is RUNNING costs per hour, and the part that policies want to stop. In capacity units (CU) without a price.", perHour,
			query{allMoney(held), "held {{currency}}"},
			query{allMoney(overdue), "overdue {{currency}}"},
		).paintLike("/^held/", "blue").paintLike("/^overdue/", "orange").stepped().wide(12),
		series("A month at the rate of each moment, and the budget", "What a month of 730 hours costs at the burn rate of each moment. The line is the budget that is set above; 0 draws none.", count,
			query{month(allMoney(held)), "a month {{currency}}"},
			query{orNothing(`max(vector($budget) > 0)`), "budget"},
		).paintLike("/^a month/", "blue").paint("budget", "red").stepped().wide(12),
	}
	for _, d := range dimensions {
		panels = append(panels, series("Burn rate by "+d.title, "Who or what burns it, per hour.", perHour, d.rate(held)).stacked().stepped().wide(12))
	}
	for _, d := range dimensions {
		panels = append(panels, series("Overdue burn rate by "+d.title, "Where the next enforcing sweep ends most.", perHour, d.rate(overdue)).stacked().stepped().wide(12))
	}
	return row{"What it costs", panels}
}

// rate asks for a part of the burn rate by a dimension.
func (d dimension) rate(part string) query {
	return query{orZero(money(d.of(part)+" > 0", d.label), d.label), "{{" + d.label + "}} {{currency}}"}
}
