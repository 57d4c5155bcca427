package policy

import (
	"cmp"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// earliest returns the first expiry of execution i by a dry-run or by an enforcing
// rule within the notice of that rule. It returns nil if there is none before the
// given one.
//
// It asks the rules in the order of time and stops at the first that takes the
// execution. That keeps the cost linear in the number of rules.
func (p *planner) earliest(i int32, now time.Time, dry bool, before *Upcoming) (found *Upcoming) {
	p.blockers = [2]int{-1, -1}
	for _, c := range p.ripening(i, now, dry) {
		if before != nil && c.at >= before.ExpiresAt {
			break
		}
		if action := p.has(c.rule, i, c.ripe); action != None {
			found = &Upcoming{i, p.rules[c.rule].index, action, c.at}
			before = found
			break
		}
	}
	p.blockers = [2]int{-1, -1}
	for _, r := range p.byNotice {
		end := now.Add(p.rules[r].notice)
		if before != nil && expiresAt(end) >= before.ExpiresAt {
			break // another rule takes it at that moment, so this one comes later
		}
		if p.rules[r].dry != dry || !p.mayAnnounce(r, i) {
			continue
		}
		if action := p.has(r, i, end); action != None {
			found = &Upcoming{i, p.rules[r].index, action, expiresAt(p.turns(r, i, now, end))}
			before = found
		}
	}
	return found
}

// mayAnnounce reports whether rule r can act on execution i, and does not do so
// now.
func (p *planner) mayAnnounce(r int, i int32) bool {
	d, rule := &p.plan.Decisions[i], &p.rules[r]
	return (d.Action == None || d.Policy != rule.index) && rule.states&stateOf(p.executions[i].Status) != 0
}

// ripening is a rule for which an execution becomes old enough within its notice.
type ripening struct {
	rule int
	ripe time.Time
	at   workload.Timestamp // ripe, as reports show it
}

// ripening lists the dry-run or the enforcing rules for which execution i becomes
// old enough within their notice, in the order of time. The list is valid until
// the next call.
func (p *planner) ripening(i int32, now time.Time, dry bool) []ripening {
	list := p.ripe[:0]
	for _, r := range p.byNotice {
		rule := &p.rules[r]
		if rule.dry != dry || !p.mayAnnounce(r, i) {
			continue
		}
		if ripe, ok := p.ripeWithin(r, i, now); ok {
			list = append(list, ripening{r, ripe, expiresAt(ripe)})
		}
	}
	slices.SortFunc(list, func(a, b ripening) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.rule, b.rule)) })
	p.ripe = list
	return list
}

// ripeWithin returns when execution i is old enough for rule r, and whether that
// is within its notice.
func (p *planner) ripeWithin(r int, i int32, now time.Time) (time.Time, bool) {
	rule := &p.rules[r]
	ripe, ok := p.ripens(rule, i)
	return ripe, ok && ripe.After(now) && ripe.Before(now.Add(rule.notice))
}

// turns returns the moment from which rule r takes execution i. The rule takes it
// at the end but not when it is old enough, or now.
func (p *planner) turns(r int, i int32, now, end time.Time) time.Time {
	from := now
	if ripe, ok := p.ripeWithin(r, i, now); ok {
		from = ripe
	}
	for end.Sub(from) > 1 {
		middle := from.Add(end.Sub(from) / 2)
		if p.actionAt(r, i, middle) != None {
			end = middle
		} else {
			from = middle
		}
	}
	return end
}

// ripens returns when an execution is old enough for the olderThan of a rule and
// for minAge. Most executions expire then.
func (p *planner) ripens(r *rule, i int32) (time.Time, bool) {
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
