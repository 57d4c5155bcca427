package metrics

import "maps"

// group is what the gauges show about one resource group. It is never changed.
type group struct {
	id        string
	labels    map[string]string // as the API gives them; nil: unknown
	inventory []sample
	running   map[burn]float64    // what the RUNNING ones hold, in capacity units per hour
	backlogs  map[string]*backlog // by policy
	overdue   []sample            // held_capacity_units_per_hour with expired="true"
}

// burn holds the labels of burn rates.
type burn struct{ scenario, plan string }

// without returns the group without the backlogs of policies that are not
// configured.
func (g *group) without(configured map[string]bool) *group {
	next := *g
	next.backlogs = maps.Clone(g.backlogs)
	maps.DeleteFunc(next.backlogs, func(name string, _ *backlog) bool { return !configured[name] })
	next.sumOverdue()
	return &next
}

// sumOverdue adds up what policies want to stop. It is 0 if a policy can stop
// executions of the scenario but wants none now. Sweeps of different policies can
// want the same execution, so the sum is limited to what is RUNNING.
func (g *group) sumOverdue() {
	total := make(map[burn]float64)
	for _, b := range g.backlogs {
		for at := range g.running {
			if b.stops[at.scenario] {
				total[at] += 0
			}
		}
		for at, units := range b.expired {
			total[at] += units
		}
	}
	g.overdue = nil
	for at, units := range total {
		if held, running := g.running[at]; running {
			g.overdue = append(g.overdue, sample{heldUnits, min(units, held), []string{g.id, at.scenario, at.plan, "true"}})
		}
	}
}

// each yields all values that are shown for the group.
func (g *group) each(labels groupLabels, yield func(sample)) {
	for _, s := range g.inventory {
		yield(s)
	}
	for _, s := range g.overdue {
		yield(s)
	}
	for name, b := range g.backlogs {
		b.each(name, g.id, yield)
	}
	if s, ok := labels.of(g.id, g.labels); ok {
		yield(s)
	}
}
