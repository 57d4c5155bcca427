package policy

import "time"

// keepGroup is the group on which the rules of a keep work.
type keepGroup struct {
	planner *planner
	entries []counted // the newest first
	local   time.Time // of entry localOf, in the zone of the calendar
	localOf int
}

// begin prepares the rules for the group.
func (g *keepGroup) begin(rules []keepRule) {
	g.local = time.Time{}
	for r := range rules {
		rules[r].begin(g)
	}
}

// saved returns the first rule that saves entry i of the group, 0 if none. surely
// is true if it saves the entry whatever the unknown facts are.
func saved(rules []keepRule, i int) (by Reason, surely bool) {
	for r := range rules {
		if rules[r].saves(&rules[r], i) && by == 0 {
			by, surely = rules[r].reason, !rules[r].unsure
		}
	}
	return by, surely
}

// gap returns how much older entry i is than the newest of the group.
func (g *keepGroup) gap(i int) time.Duration { return g.entries[0].at.Sub(g.entries[i].at) }

// localTime returns the time of entry i in the zone of the calendar.
func (g *keepGroup) localTime(i int) time.Time {
	if g.local.IsZero() || g.localOf != i {
		g.local, g.localOf = g.entries[i].at.Time().In(g.planner.location), i
	}
	return g.local
}
