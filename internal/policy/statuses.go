package policy

import (
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// stateSet is a set of known states as bits, so that a lookup is cheap.
type stateSet uint8

// The states in the order of states.
const (
	unknown stateSet = 1 << iota
	pending
	running
	stopping
	stopped
	completed
	dead

	active = pending | running
	ended  = stopped | completed | dead
)

var states = [...]workload.Status{
	workload.Unknown, workload.Pending, workload.Running, workload.Stopping, workload.Stopped, workload.Completed, workload.Dead,
}

// stateOf returns the set with only s, or the empty set for an unknown word.
func stateOf(s workload.Status) stateSet {
	switch s {
	case workload.Unknown:
		return unknown
	case workload.Pending:
		return pending
	case workload.Running:
		return running
	case workload.Stopping:
		return stopping
	case workload.Stopped:
		return stopped
	case workload.Completed:
		return completed
	case workload.Dead:
		return dead
	}
	return 0
}

func stateSetOf(statuses []workload.Status) stateSet {
	var set stateSet
	for _, s := range statuses {
		set |= stateOf(s)
	}
	return set
}

// Statuses returns the condition of the key statuses: the execution is in one of
// these states.
func Statuses(statuses ...workload.Status) Condition {
	return &inStatus{words: slices.Clone(statuses), set: stateSetOf(statuses)}
}

type inStatus struct {
	cheap
	words []workload.Status
	set   stateSet
}

func (c *inStatus) holds(s *subject) Truth {
	if s.states != 0 {
		return truth(c.set&s.states != 0)
	}
	if s.execution.Status == "" {
		return Unknown
	}
	return truth(slices.Contains(c.words, s.execution.Status))
}

func (c *inStatus) withoutAges() Condition { return c }

func (c *inStatus) explain(s *subject) Check {
	return Check{Key: "statuses", Wants: joinStatuses(c.words), Saw: string(s.execution.Status), Holds: c.holds(s)}
}

func joinStatuses(statuses []workload.Status) string {
	words := make([]string, len(statuses))
	for i, s := range statuses {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}
