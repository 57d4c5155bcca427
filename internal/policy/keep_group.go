package policy

import "time"

// keepGroup is a group that the rules of a keep are at work on.
type keepGroup struct {
	planner *planner
	entries []counted // the newest first
	local   time.Time // of entry localOf, in the zone of the calendar
	localOf int
}

// save tells of each entry of the group by which rule it is saved; 0 where by
// none.
func (g *keepGroup) save(rules []keepRule, saved func(c counted, by Reason)) {
	g.local = time.Time{}
	for r := range rules {
		rules[r].begin(g)
	}
	for i, c := range g.entries {
		var by Reason
		for r := range rules {
			if rules[r].saves(&rules[r], i) && by == 0 {
				by = rules[r].reason
			}
		}
		saved(c, by)
	}
}

// gap is how much older than the newest of the group entry i is.
func (g *keepGroup) gap(i int) time.Duration { return g.entries[0].at.Sub(g.entries[i].at) }

// localTime is the time of entry i in the zone of the calendar.
func (g *keepGroup) localTime(i int) time.Time {
	if g.local.IsZero() || g.localOf != i {
		g.local, g.localOf = g.entries[i].at.Time().In(g.planner.location), i
	}
	return g.local
}
