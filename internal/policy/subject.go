package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// subject is what conditions read: the current execution and the current match. A
// plan uses one subject for all executions, so that decisions allocate no memory
// per execution.
type subject struct {
	group *workload.ResourceGroup
	now   time.Time
	at    workload.Timestamp // now

	present workload.Timestamp // the time of the plan; now may be later, to find what is upcoming
	facts   *Facts

	elsewhere func(id string) bool // nil: nothing is listed elsewhere

	execution *workload.Execution
	states    stateSet // the state of the execution; empty for an unknown word
	target    stateSet // its target; empty for DELETED and unknown words

	// The current match: from which time its ages count, and whether the age of a
	// STOPPED execution counts from its start.
	ageFrom  AgeFrom
	stopping bool

	// The answer for an unknown fact: Unknown, or True or False to find out
	// whether the fact decides.
	bias Truth

	// The flaws of the answers so far.
	flaws flaw
	vars  *variables // for expressions; created for the first one
}

// flaw is a cause of an Unknown answer: a failed expression, a missing age, or an
// unknown kind of fact.
type flaw uint8

const (
	flawWhen  flaw = 1 << iota // an expression failed
	flawAge                    // an expression used the age, but there is none
	flawFact                   // the first kind of fact; the others follow
	flawFacts = flawFact<<factKinds - flawFact
)

func newSubject(in *Input) *subject {
	return &subject{
		group: &in.Group, now: in.Now, at: workload.At(in.Now), present: workload.At(in.Now),
		facts: in.Facts, elsewhere: in.Elsewhere, bias: Unknown,
	}
}

// listedElsewhere reports whether another resource group also lists the current
// execution.
func (s *subject) listedElsewhere() bool {
	return s.elsewhere != nil && s.elsewhere(s.execution.ID)
}

// look sets the current execution.
func (s *subject) look(e *workload.Execution) {
	s.execution, s.states, s.target = e, stateOf(e.Status), stateOf(e.TargetStatus)
}

// under sets the current match: that of a policy, or, if its action is None, that
// of a protect entry.
func (s *subject) under(m *matcher) {
	s.ageFrom, s.stopping, s.flaws = m.ageFrom, m.action == StopThenDelete, 0
}

// narrow applies the ageFrom of an inner match, if it has one.
func (s *subject) narrow(f AgeFrom) {
	if f != Auto {
		s.ageFrom = f
	}
}

// unknown records that a kind of fact is unknown, and returns the answer that
// this counts as.
func (s *subject) unknown(f Fact) Truth {
	s.flaws |= flawFact << f
	return s.bias
}

// unasked returns why a fact about the current execution is unknown.
func (s *subject) unasked(f Fact) string {
	if why := s.facts.whyFailed(f, s.execution.ID); why != nil {
		return "asked, and not to be had: " + why.Error()
	}
	if s.facts == nil {
		return "not asked"
	}
	return "not asked, as nothing hangs on it"
}

// origin returns the time from which the age counts for the current match.
func (s *subject) origin() origin {
	if s.ageFrom == Auto && s.stopping && s.states == stopped {
		return stoppedOrigin(s.execution)
	}
	return s.ageFrom.in(s.states).orModified(s.execution)
}

// age returns the age for the current match; ok is false if no time is readable.
func (s *subject) age() (age time.Duration, ok bool) {
	o := s.origin()
	if !o.at.Readable() {
		return 0, false
	}
	return since(s.at, o.at), true
}

// spelledAge returns the age for people, "" if there is none.
func (s *subject) spelledAge() string {
	age, ok := s.age()
	if !ok {
		return ""
	}
	return Span(age).String()
}
