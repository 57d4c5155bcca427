package metrics

import "maps"

// group is what the gauges show of one resource group. It is not changed once it
// is made.
type group struct {
	id        string
	labels    map[string]string // as the API gives them; nil: not known
	inventory []sample
	running   map[burn]float64    // what the RUNNING ones hold, in capacity units per hour
	backlogs  map[string]*backlog // by policy
	overdue   []sample            // what all policies together want to stop
}

// burn is what burn rates are shown by.
type burn struct{ scenario, plan string }

// without is the group without the backlogs of policies that are not configured.
func (g *group) without(configured map[string]bool) *group {
	next := *g
	next.backlogs = maps.Clone(g.backlogs)
	maps.DeleteFunc(next.backlogs, func(name string, _ *backlog) bool { return !configured[name] })
	next.sumOverdue()
	return &next
}

// sumOverdue adds up what policies want to stop. It is 0 where a policy stops
// executions of the scenario and wants none of them now. Sweeps of different
// policies can want the same execution, so the sum is at most what is RUNNING.
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

// each yields everything that is shown of the group.
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
