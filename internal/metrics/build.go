package metrics

import (
	"maps"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// builder builds what the gauges show about the resource groups of one report.
type builder struct {
	report    *report.Report
	scenarios names
	upcoming  map[string]map[int]int // by group and policy
}

func newBuilder(r *report.Report, scenarios names) *builder {
	b := &builder{report: r, scenarios: scenarios, upcoming: make(map[string]map[int]int)}
	for i := range r.Upcoming {
		u := &r.Upcoming[i]
		if b.upcoming[u.Group] == nil {
			b.upcoming[u.Group] = make(map[int]int)
		}
		b.upcoming[u.Group][u.Policy]++
	}
	return b
}

// build builds one group. The report may not cover all policies: the backlogs of
// the others are copied from last, which is what the gauges showed before. last
// may be nil.
func (b *builder) build(id string, g *report.Group, last *group) *group {
	next := &group{id: id, labels: g.Labels, backlogs: make(map[string]*backlog)}
	if last != nil {
		maps.Copy(next.backlogs, last.backlogs)
		if g.Labels == nil {
			next.labels = last.labels
		}
	}
	b.count(next, g)
	for i := range b.report.Policies {
		delete(next.backlogs, text(b.report.Policies[i].Name))
	}
	for i, found := range b.backlogs(g) {
		next.backlogs[text(b.report.Policies[i].Name)] = found
	}
	next.sumOverdue()
	return next
}

// count adds the inventory of a group.
func (b *builder) count(to *group, g *report.Group) {
	type kind struct{ scenario, status string }
	count, oldest := make(map[kind]float64), make(map[string]float64)
	to.running = make(map[burn]float64)
	for i := range g.Stock {
		l := &g.Stock[i]
		k := kind{b.scenarios.bounded(l.Scenario), text(string(l.Status))}
		count[k] += float64(l.Count)
		oldest[k.status] = max(oldest[k.status], l.Oldest.Seconds())
		if l.Running != nil {
			to.running[burn{k.scenario, text(l.Running.Plan)}] += l.Running.Holds.CapacityUnitsPerHour
		}
	}
	to.inventory = make([]sample, 0, len(count)+len(oldest)+len(to.running))
	for k, n := range count {
		to.inventory = append(to.inventory, sample{executions, n, []string{to.id, k.scenario, k.status}})
	}
	for status, age := range oldest {
		to.inventory = append(to.inventory, sample{oldestAge, age, []string{to.id, status}})
	}
	for at, units := range to.running {
		to.inventory = append(to.inventory, sample{heldUnits, units, []string{to.id, at.scenario, at.plan, ""}})
	}
}

// backlogs returns the backlogs of the report's policies, by policy index.
func (b *builder) backlogs(g *report.Group) map[int]*backlog {
	all := make(map[int]*backlog)
	of := func(i int) *backlog {
		if all[i] == nil {
			all[i] = newBacklog(&b.report.Policies[i])
		}
		return all[i]
	}
	for _, p := range g.Pairs {
		if matched := of(p.Policy); b.report.Policies[p.Policy].Action != policy.Delete {
			matched.stops[b.scenarios.bounded(p.Scenario)] = true
		}
	}
	for _, l := range g.Backlog {
		wanted := of(l.Policy)
		wanted.count[l.Action] += l.Count
		wanted.overdue = max(wanted.overdue, l.Overdue)
	}
	for i := range g.Stock {
		running := g.Stock[i].Running
		if running == nil {
			continue
		}
		at := burn{b.scenarios.bounded(g.Stock[i].Scenario), text(running.Plan)}
		for _, by := range running.ExpiredBy {
			of(by.Policy).expired[at] += by.Holds.CapacityUnitsPerHour
		}
	}
	for i, n := range b.upcoming[g.ID] {
		of(i).upcoming = n
	}
	return all
}
