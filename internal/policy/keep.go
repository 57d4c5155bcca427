package policy

import (
	"cmp"
	"iter"
	"slices"
	"strings"

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
	maybe    []counted // those that count if unknown facts say so
}

// step leads from the group of the dimensions before, 0 before the first, by the
// values of the next two to the group of all of them.
type step struct {
	group  int32
	values [2]string
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

// count takes the execution in hand, unless keep does not count it. Where
// matches is Unknown, facts decide whether it counts.
func (c *counter) count(index int32, s *subject, matches Truth) {
	o := s.origin()
	if matches == False || c.statuses&s.states == 0 || s.execution.TargetStatus == workload.Deleted || !o.at.Readable() {
		return
	}
	entry := counted{min(o.at, s.at), index, c.group(s.execution)}
	if matches == True {
		c.entries = append(c.entries, entry)
	} else {
		c.maybe = append(c.maybe, entry)
	}
}

func (c *counter) group(e *workload.Execution) int32 {
	var group int32
	for rest := c.per; len(rest) > 0; rest = rest[min(2, len(rest)):] {
		to := step{group: group}
		for i, d := range rest[:min(2, len(rest))] {
			to.values[i] = d.of(e)
		}
		n, ok := c.groups[to]
		if !ok {
			n = int32(len(c.groups)) + 1
			c.groups[to] = n
		}
		group = n
	}
	return group
}

// byGroup sorts entries group by group, the newest first, the lesser id first
// where times are equal.
func byGroup(entries []counted, executions []workload.Execution) {
	slices.SortFunc(entries, func(a, b counted) int {
		if a.group != b.group {
			return cmp.Compare(a.group, b.group)
		}
		if a.at != b.at {
			return cmp.Compare(b.at, a.at)
		}
		return strings.Compare(executions[a.index].ID, executions[b.index].ID)
	})
}

// perGroup yields the entries of each group; they must be sorted.
func perGroup(entries []counted) iter.Seq[[]counted] {
	return func(yield func([]counted) bool) {
		for rest := entries; len(rest) > 0; {
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
}
