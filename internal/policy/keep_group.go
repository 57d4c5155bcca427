package policy

import "time"

// keepGroup is a group that the rules of a keep are at work on.
type keepGroup struct {
	planner *planner
	entries []counted // the newest first
	local   time.Time // of entry localOf, in the zone of the calendar
	localOf int
}

// begin puts the rules to work on the group.
func (g *keepGroup) begin(rules []keepRule) {
	g.local = time.Time{}
	for r := range rules {
		rules[r].begin(g)
	}
}

// saved is the first rule that saves entry i of the group that they are at work
// on, 0 for none, and whether it saves it whatever the facts are.
func saved(rules []keepRule, i int) (by Reason, surely bool) {
	for r := range rules {
		if rules[r].saves(&rules[r], i) && by == 0 {
			by, surely = rules[r].reason, !rules[r].unsure
		}
	}
	return by, surely
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
