package policy

import (
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Action is what a policy does with an expired execution.
type Action uint8

// The actions. None, the zero value, is the action of a decision to keep.
const (
	None Action = iota
	Stop
	Delete
	StopThenDelete
)

var actionWords = [...]string{None: "keep", Stop: "stop", Delete: "delete", StopThenDelete: "stop-then-delete"}

// ParseAction reads an action as the config words it; "keep" is none.
func ParseAction(word string) (Action, bool) {
	for a, w := range actionWords {
		if w == word && Action(a) != None {
			return Action(a), true
		}
	}
	return None, false
}

// ActionNames returns the words that ParseAction reads.
func ActionNames() []string { return append([]string(nil), actionWords[Stop:]...) }

// String returns the action as the config words it, and "keep" for None.
func (a Action) String() string { return actionWords[a] }

// MarshalText gives the word that String does.
func (a Action) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// AppliesTo reports whether a policy with this action is for executions of status
// s at all: Stop for PENDING and RUNNING, Delete for what has ended and UNKNOWN,
// StopThenDelete for both.
func (a Action) AppliesTo(s workload.Status) bool {
	switch a {
	case Stop:
		return s.Active()
	case Delete:
		return s.Deletable()
	case StopThenDelete:
		return s.Active() || s.Deletable()
	}
	return false
}

// on is what a policy with action a does to an execution of status s that it
// applies to: stop-then-delete just deletes what is not active.
func (a Action) on(s workload.Status) Action {
	if a == StopThenDelete && !s.Active() {
		return Delete
	}
	return a
}
