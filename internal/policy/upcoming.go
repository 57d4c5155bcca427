package policy

import (
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
	for i := range p.executions {
		if d := &p.plan.Decisions[i]; d.Action == None || d.DryRun {
			p.announceOne(int32(i), now)
		}
	}
	p.look(now)
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
	var first, firstDry *Upcoming
	for r := range p.rules {
		u := p.expiry(r, i, now)
		switch {
		case u == nil:
		case p.rules[r].dry:
			firstDry = earlier(firstDry, u)
		default:
			first = earlier(first, u)
		}
	}
	if firstDry != nil && (first == nil || firstDry.ExpiresAt < first.ExpiresAt) {
		p.say(*firstDry)
	}
	if first != nil {
		p.say(*first)
	}
}

func earlier(a, b *Upcoming) *Upcoming {
	if a == nil || b.ExpiresAt < a.ExpiresAt {
		return b
	}
	return a
}

func (p *planner) say(u Upcoming) {
	p.plan.Upcoming = append(p.plan.Upcoming, u)
	p.plan.Tallies[u.Policy].Upcoming++
}

// expiry returns when rule r will take execution i, nil if that is not within its
// notice.
func (p *planner) expiry(r int, i int32, now time.Time) *Upcoming {
	rule := &p.rules[r]
	d := &p.plan.Decisions[i]
	if rule.notice == 0 || d.Action != None && d.Policy == rule.index || rule.states&stateOf(p.executions[i].Status) == 0 {
		return nil
	}
	from, end := now, now.Add(rule.notice)
	if ripe, ok := p.ripe(rule, i); ok && ripe.After(now) && ripe.Before(end) {
		if action := p.actionAt(r, i, ripe); action != None {
			return &Upcoming{i, rule.index, action, expiresAt(ripe)}
		}
		from = ripe
	}
	action := p.actionAt(r, i, end)
	if action == None {
		return nil
	}
	for end.Sub(from) > 1 { // the rule wants it at the end but not at the beginning
		middle := from.Add(end.Sub(from) / 2)
		if p.actionAt(r, i, middle) != None {
			end = middle
		} else {
			from = middle
		}
	}
	return &Upcoming{i, rule.index, action, expiresAt(end)}
}

// expiresAt returns the moment of expiry for reports. It removes the nanosecond
// by which the age must exceed olderThan.
func expiresAt(t time.Time) workload.Timestamp { return workload.At(t.Truncate(time.Microsecond)) }

// ripe returns when an execution is old enough for the olderThan of a rule and
// for minAge. Most executions expire then.
func (p *planner) ripe(r *rule, i int32) (time.Time, bool) {
	s := p.subject
	s.look(&p.executions[i])
	s.under(&r.matcher)
	from, created := s.origin().at, s.execution.CreatedAt
	if !from.Readable() || !created.Readable() || from == workload.Latest || created == workload.Latest {
		return time.Time{}, false
	}
	ripe, grown := from.Time().Add(r.olderThan+1), created.Time().Add(p.vetoes.minAge)
	if grown.After(ripe) {
		ripe = grown
	}
	return ripe, true
}

// actionAt returns what rule r will do to execution i at a future time, None if
// it does not take it then.
func (p *planner) actionAt(r int, i int32, at time.Time) Action {
	p.look(at)
	p.subject.look(&p.executions[i])
	ruling := p.vetoes.rule(p.subject)
	if ruling.veto != 0 {
		return None
	}
	choice, reason := p.choose(i)
	if p.vetoFor(i, ruling, choice, reason) != 0 || choice != r || reason != ReasonExpired {
		return None
	}
	return p.rules[r].action.on(p.subject.execution.Status)
}

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
