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
	at    workload.Timestamp // the time from which its age counts, not after now
	index int32              // in the listing
	group int32              // number of its group
}

// counter collects the executions that one keep counts, with their groups.
type counter struct {
	keep     *Keep
	statuses stateSet
	per      []Dimension
	groups   map[step]int32
	entries  []counted
	maybe    []counted // those that count if unknown facts say so
}

// step is a key for numbering groups: the number of the group by the previous
// dimensions, 0 at first, and the values of the next two dimensions.
type step struct {
	group  int32
	values [2]string
}

// newCounter returns a counter for k that uses the memory of entries.
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

// count adds the current execution, unless keep does not count it. If matches is
// Unknown, facts decide whether it counts.
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

// byGroup sorts entries by group, then newest first, then by id.
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

// perGroup yields the entries of each group. They must be sorted.
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
