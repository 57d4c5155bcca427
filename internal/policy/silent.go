package policy

import (
	"fmt"
	"time"
)

// SilentFor returns the condition of the key silentFor: the execution is RUNNING,
// and its newest log line is older than d. If it has no log line, the answer is
// Unknown, because many programs log to files.
func SilentFor(d time.Duration) Condition { return silentFor{than: d} }

type silentFor struct{ than time.Duration }

func (c silentFor) holds(s *subject) Truth {
	switch {
	case s.execution.Status == "":
		return Unknown
	case s.states != running:
		return False
	}
	at, known := s.facts.lastLine(s.execution.ID)
	switch {
	case !known:
		return s.unknown(FactLogLine)
	case !at.Readable():
		return Unknown
	}
	return truth(since(s.present, at) > c.than)
}

func (c silentFor) withoutAges() Condition { return c }

func (c silentFor) costly() bool { return true }

func (c silentFor) needs(n *Needs) { n.Facts[FactLogLine] = true }

func (c silentFor) explain(s *subject) Check {
	check := Check{Key: "silentFor", Wants: Span(c.than).String(), Holds: c.holds(s)}
	at, known := s.facts.lastLine(s.execution.ID)
	switch {
	case s.states != running:
		check.Saw = "not RUNNING"
	case !known:
		check.Saw = s.unasked(FactLogLine)
	case at.IsZero():
		check.Saw = "no log line at all"
	case !at.Readable():
		check.Saw = "a log line without a readable time"
	default:
		check.Saw = fmt.Sprintf("newest log line %v ago, at %s", Span(since(s.present, at)), at.Time().Format(time.RFC3339))
	}
	return check
}
