package policy

import (
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
)

// stateSet holds known states as bits, so that asking for one costs nothing.
type stateSet uint8

var states = [...]aiapi.Status{
	aiapi.Unknown, aiapi.Pending, aiapi.Running, aiapi.Stopping, aiapi.Stopped, aiapi.Completed, aiapi.Dead,
}

// stateOf is the set of s alone; empty for a word that nobody knows.
func stateOf(s aiapi.Status) stateSet {
	for i, known := range states {
		if s == known {
			return 1 << i
		}
	}
	return 0
}

func stateSetOf(statuses []aiapi.Status) stateSet {
	var set stateSet
	for _, s := range statuses {
		set |= stateOf(s)
	}
	return set
}

// Statuses is the key statuses: the execution is in one of these states.
func Statuses(statuses ...aiapi.Status) Condition {
	return &inStatus{words: slices.Clone(statuses), set: stateSetOf(statuses)}
}

type inStatus struct {
	cheap
	words []aiapi.Status
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

func joinStatuses(statuses []aiapi.Status) string {
	words := make([]string, len(statuses))
	for i, s := range statuses {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}
