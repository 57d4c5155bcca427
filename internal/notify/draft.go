package notify

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// draft counts what a part tells, and picks the executions to name. It holds no
// more than a few of them, however many there are.
type draft struct {
	event Event
	notes []string
	count int
	lines map[place]*line
	most  []candidate // the most important first, maxExamples at most
}

// place is a policy in a resource group.
type place struct {
	policy int // index into Report.Policies
	group  string
}

// line counts the executions of a place.
type line struct {
	count     int
	units     float64
	scenarios map[string]int
}

// candidate is an execution that may be named. Those that hold more come first, then
// those that are more urgent: long overdue, or soon to go.
type candidate struct {
	place
	units, urgency float64
	id, scenario   string
	status, what   string
}

func (c candidate) before(o candidate) int {
	return cmp.Or(cmp.Compare(o.units, c.units), cmp.Compare(o.urgency, c.urgency))
}

func (d *draft) addRow(r *report.Row) {
	units := 0.0
	if r.HoldsCompute() {
		units = r.Held.CapacityUnitsPerHour
	}
	c := candidate{place: place{r.PolicyIndex, r.Group}, units: units, urgency: r.Overdue.Seconds(), id: r.ID, scenario: r.Scenario, status: string(r.Status)}
	if d.add(c) {
		d.top(c, became(d.event, r))
	}
}

func (d *draft) addUpcoming(u *report.Upcoming) {
	c := candidate{
		place: place{u.Policy, u.Group}, units: u.Held.CapacityUnitsPerHour, urgency: -float64(u.ExpiresAt.Unix()),
		id: u.ID, scenario: u.Scenario, status: string(u.Status),
	}
	if d.add(c) {
		d.top(c, u.Action.String()+" at "+u.ExpiresAt.UTC().Format("2006-01-02 15:04 MST"))
	}
}

// add counts an execution, and reports whether it is one of the most important.
func (d *draft) add(c candidate) bool {
	l := d.lines[c.place]
	if l == nil {
		l = &line{scenarios: make(map[string]int)}
		d.lines[c.place] = l
	}
	d.count++
	l.count++
	l.units += c.units
	l.scenarios[c.scenario]++
	return len(d.most) < maxExamples || c.before(d.most[len(d.most)-1]) < 0
}

// top puts an execution among the most important, where the last one may have to go.
func (d *draft) top(c candidate, what string) {
	c.what = what
	at, _ := slices.BinarySearchFunc(d.most, c, func(in, new candidate) int {
		if in.before(new) <= 0 { // an equal one that came earlier stays before it
			return -1
		}
		return 1
	})
	d.most = slices.Insert(d.most, at, c)
	d.most = d.most[:min(len(d.most), maxExamples)]
}

// part is what the message tells of the event. named are the executions of it that
// are named.
func (d *draft) part(r *report.Report, named []candidate) Part {
	p := Part{Event: d.event, Count: d.count, Notes: shortList(d.notes)}
	byPolicy := make(map[int][]Group)
	for _, at := range slices.SortedFunc(maps.Keys(d.lines), func(a, b place) int { return cmp.Compare(a.group, b.group) }) {
		l := d.lines[at]
		g := Group{ID: clean(at.group), Count: l.count, CapacityUnitsPerHour: rounded(l.units), Examples: []string{}, Scenarios: scenariosOf(l.scenarios)}
		for _, c := range named {
			if c.place == at {
				g.Examples = append(g.Examples, clean(c.id))
			}
		}
		byPolicy[at.policy] = append(byPolicy[at.policy], g)
		p.CapacityUnitsPerHour += l.units
	}
	p.CapacityUnitsPerHour = rounded(p.CapacityUnitsPerHour)
	for _, i := range slices.Sorted(maps.Keys(byPolicy)) {
		of := &r.Policies[i]
		p.Policies = append(p.Policies, Policy{Name: clean(of.Name), Groups: byPolicy[i], DryRun: of.Mode == report.DryRun})
	}
	return p
}

// rounded takes the noise of sums off.
func rounded(units float64) float64 { return math.Round(units*1e6) / 1e6 }

func scenariosOf(counts map[string]int) []Scenario {
	all := make([]Scenario, 0, len(counts))
	for name, count := range counts {
		all = append(all, Scenario{clean(cmp.Or(name, "no scenario")), count})
	}
	slices.SortFunc(all, func(a, b Scenario) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name)) })
	return all
}

func (c candidate) example(r *report.Report, event Event) Example {
	return Example{
		Event: event, Policy: clean(r.Policies[c.policy].Name), ResourceGroup: clean(c.group), ID: clean(c.id), Scenario: clean(c.scenario),
		Status: clean(c.status), CapacityUnitsPerHour: rounded(c.units), What: clean(c.what),
	}
}
