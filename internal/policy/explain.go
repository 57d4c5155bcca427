package policy

import "time"

// Check is how one key of a match saw an execution.
type Check struct {
	Key   string  `json:"key"`             // as in the config: statuses, olderThan, not…
	Wants string  `json:"wants,omitempty"` // what the config says, in its notation
	Saw   string  `json:"saw,omitempty"`   // the value of the execution; "" where it has none
	Holds Truth   `json:"holds"`
	Error string  `json:"error,omitempty"` // how an expression failed
	Of    []Check `json:"of,omitempty"`    // the keys inside a not
}

func explainAll(conditions []Condition, s *subject) []Check {
	var checks []Check
	for _, c := range conditions {
		checks = append(checks, c.explain(s))
	}
	return checks
}

func spell(d time.Duration) string { return d.String() }
