package policy

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// counted is an execution that a keep counts.
type counted struct {
	at    workload.Timestamp // what its age counts from, no later than now
	index int32              // in the listing
	group int32              // number of its group
}

// counter collects what one keep counts, group by group.
type counter struct {
	keep     *Keep
	statuses stateSet
	per      []Dimension
	groups   map[step]int32
	entries  []counted
}

// step leads from the group of the dimensions before, 0 before the first, by the
// value of the next to the group of both.
type step struct {
	group int32
	value string
}

// newCounter counts for k into the memory of entries.
func newCounter(k *Keep, entries []counted) *counter {
	c := &counter{keep: k, statuses: stateSetOf(k.Statuses), per: k.Per, groups: make(map[step]int32), entries: entries[:0]}
	if len(k.Statuses) == 0 {
		c.statuses = stateSetOf(states[:])
	}
	if c.per == nil {
		c.per = []Dimension{perScenario}
	}
	return c
}

// count takes the execution in hand, unless keep does not count it.
func (c *counter) count(index int32, s *subject) {
	o := s.origin()
	if c.statuses&s.states == 0 || s.execution.TargetStatus == workload.Deleted || !o.at.Readable() {
		return
	}
	c.entries = append(c.entries, counted{min(o.at, s.at), index, c.group(s.execution)})
}

func (c *counter) group(e *workload.Execution) int32 {
	var group int32
	for _, d := range c.per {
		next := step{group, d.of(e)}
		n, ok := c.groups[next]
		if !ok {
			n = int32(len(c.groups)) + 1
			c.groups[next] = n
		}
		group = n
	}
	return group
}

// sort brings the entries group by group, the newest first, the lesser id first
// where times are equal.
func (c *counter) sort(executions []workload.Execution) {
	slices.SortFunc(c.entries, func(a, b counted) int {
		if a.group != b.group {
			return cmp.Compare(a.group, b.group)
		}
		if a.at != b.at {
			return cmp.Compare(b.at, a.at)
		}
		return strings.Compare(executions[a.index].ID, executions[b.index].ID)
	})
}

// perGroup yields the entries of each group, once they are sorted.
func (c *counter) perGroup(yield func([]counted) bool) {
	for rest := c.entries; len(rest) > 0; {
		end := slices.IndexFunc(rest, func(e counted) bool { return e.group != rest[0].group })
		if end < 0 {
			end = len(rest)
		}
		if !yield(rest[:end]) {
			return
		}
		rest = rest[end:]
	}
}

// save tells of each entry of a group, newest first, by which rule of keep it is
// saved; 0 where by none. Rules count on their own: what latest saves still
// counts for daily.
func (k *Keep) save(group []counted, location *time.Location, saved func(c counted, by Reason)) {
	quotas := k.quotas()
	for i, c := range group {
		by := k.saveByAge(i, group[0].at.Sub(c.at))
		t := c.at.Time().In(location)
		for q := range quotas {
			if quotas[q].admits(t) && by == 0 {
				by = quotas[q].reason
			}
		}
		saved(c, by)
	}
}

// saveByAge asks the rules without a calendar; behind is how long an entry lies
// behind the newest.
func (k *Keep) saveByAge(position int, behind time.Duration) Reason {
	switch {
	case position < k.Latest:
		return ReasonKeptLatest
	case k.Within > 0 && behind >= 0 && behind <= k.Within:
		return ReasonKeptWithin
	}
	return 0
}

func (k *Keep) quotas() []quota {
	all := [...]quota{
		{reason: ReasonKeptHourly, of: hour, left: k.Hourly},
		{reason: ReasonKeptDaily, of: day, left: k.Daily},
		{reason: ReasonKeptWeekly, of: week, left: k.Weekly},
		{reason: ReasonKeptMonthly, of: month, left: k.Monthly},
		{reason: ReasonKeptYearly, of: year, left: k.Yearly},
	}
	used := make([]quota, 0, len(all))
	for _, q := range all {
		if q.left > 0 {
			q.last, q.before = math.MinInt64, math.MinInt64
			used = append(used, q)
		}
	}
	return used
}
