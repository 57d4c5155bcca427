package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// subject is what conditions look at: one execution, in the light of one match.
// One subject serves a whole plan, so that deciding allocates nothing per
// execution.
type subject struct {
	group *workload.ResourceGroup
	now   time.Time
	at    workload.Timestamp // now

	elsewhere func(id string) bool // nil: nothing is listed elsewhere, too

	execution *workload.Execution
	states    stateSet // the one that the execution is in; none for an unknown word

	// The match in hand: where its ages count from, and whether a STOPPED
	// execution keeps the age that it had before it was stopped.
	ageFrom  AgeFrom
	stopping bool

	// What went wrong while conditions were answered; see flaw.
	flaws flaw
	vars  *variables // of expressions; made when the first asks for them
}

// flaw is a cause of Unknown that the reason of a decision tells of.
type flaw uint8

const (
	flawWhen flaw = 1 << iota // an expression failed
	flawAge                   // an expression asked for an age that there is none of
)

func newSubject(in *Input) *subject {
	return &subject{group: &in.Group, now: in.Now, at: workload.At(in.Now), elsewhere: in.Elsewhere}
}

// listedElsewhere reports whether another resource group lists the execution in
// hand, too.
func (s *subject) listedElsewhere() bool {
	return s.elsewhere != nil && s.elsewhere(s.execution.ID)
}

// look takes an execution in hand.
func (s *subject) look(e *workload.Execution) {
	s.execution, s.states = e, stateOf(e.Status)
}

// under takes a match in hand: that of a policy with an action, or with None
// that of a protect entry.
func (s *subject) under(m *matcher) {
	s.ageFrom, s.stopping, s.flaws = m.ageFrom, m.action == StopThenDelete, 0
}

// narrow counts ages from where a match inside the one in hand says, if it does.
func (s *subject) narrow(f AgeFrom) {
	if f != Auto {
		s.ageFrom = f
	}
}

// origin is where the age of the execution counts from, for the match in hand.
func (s *subject) origin() origin {
	if s.ageFrom == Auto && s.stopping && s.states == stopped {
		return stoppedOrigin(s.execution)
	}
	return s.ageFrom.in(s.states).orModified(s.execution)
}

// age is that of the execution for the match in hand; not ok where no time is
// readable.
func (s *subject) age() (age time.Duration, ok bool) {
	o := s.origin()
	if !o.at.Readable() {
		return 0, false
	}
	return since(s.at, o.at), true
}

// spelledAge is the age for people; "" where there is none.
func (s *subject) spelledAge() string {
	age, ok := s.age()
	if !ok {
		return ""
	}
	return Span(age).String()
}
