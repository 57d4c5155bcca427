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

// ParseAction reads the config's word for an action. "keep" is not an action.
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

// String returns the config's word for the action, "keep" for None.
func (a Action) String() string { return actionWords[a] }

// MarshalText returns the word of String.
func (a Action) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// AppliesTo reports whether the action can act on executions with status s: Stop
// on PENDING and RUNNING, Delete on ended ones and UNKNOWN, StopThenDelete on all
// of these.
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

// on returns what a policy with action a does to an execution with status s, to
// which a must apply. StopThenDelete only deletes executions that are not active.
func (a Action) on(s workload.Status) Action {
	if a == StopThenDelete && !s.Active() {
		return Delete
	}
	return a
}
