package policy

import (
	"cmp"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// announce finds the executions on which policies with a notice will act within
// that notice, if nothing but the time changes.
func (p *planner) announce(now time.Time) {
	if !slices.ContainsFunc(p.rules, func(r rule) bool { return r.notice > 0 }) {
		return
	}
	p.hangKeeps()
	p.ahead = true
	p.weighAhead(now)
	p.orderByNotice()
	for i := range p.executions {
		if d := &p.plan.Decisions[i]; d.Action == None || d.DryRun {
			p.announceOne(int32(i), now)
		}
	}
	p.look(now)
}

// orderByNotice lists the rules that have a notice, the shortest first.
func (p *planner) orderByNotice() {
	for r := range p.rules {
		if p.rules[r].notice > 0 {
			p.byNotice = append(p.byNotice, r)
		}
	}
	slices.SortStableFunc(p.byNotice, func(a, b int) int { return cmp.Compare(p.rules[a].notice, p.rules[b].notice) })
}

// weighAhead counts again, for the time at which the notice ends, the keeps whose
// match reads the time. By then a keep may count an execution that is too young
// now.
func (p *planner) weighAhead(now time.Time) {
	for r := range p.rules {
		if rule := &p.rules[r]; rule.notice > 0 && rule.keep != nil && rule.readsTime {
			p.look(now.Add(rule.notice))
			p.weighRule(r, nil)
		}
	}
}

// announceOne announces one execution: for the enforcing policy that will take it
// first, and for a dry-run policy that will want it before that.
func (p *planner) announceOne(i int32, now time.Time) {
	first := p.earliest(i, now, false, nil)
	if dry := p.earliest(i, now, true, first); dry != nil {
		p.say(*dry)
	}
	if first != nil {
		p.say(*first)
	}
}

func (p *planner) say(u Upcoming) {
	p.plan.Upcoming = append(p.plan.Upcoming, u)
	p.plan.Tallies[u.Policy].Upcoming++
}

// expiresAt returns the moment of expiry for reports. It removes the nanosecond
// by which the age must exceed olderThan.
func expiresAt(t time.Time) workload.Timestamp { return workload.At(t.Truncate(time.Microsecond)) }

// look sets the time of the planner. silentFor still uses the time of the plan,
// because later log lines are unknown.
func (p *planner) look(at time.Time) { p.subject.now, p.subject.at = at, workload.At(at) }

// Slot is a slot of a policy's schedule and the slot before it. Previous is zero
// if there was none.
type Slot struct{ Previous, At time.Time }

// Announces reports whether a sweep at this slot is the first one for which
// expiresAt is within the notice.
func (p *Policy) Announces(expiresAt workload.Timestamp, at Slot) bool {
	since := expiresAt.Time().Add(-p.Notice)
	return since.After(at.Previous) && !since.After(at.At)
}
