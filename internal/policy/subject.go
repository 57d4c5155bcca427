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

	present workload.Timestamp // of the plan; now may lie after it, to see what is upcoming
	facts   *Facts

	elsewhere func(id string) bool // nil: nothing is listed elsewhere, too

	execution *workload.Execution
	states    stateSet // the one that the execution is in; none for an unknown word
	target    stateSet // the one that it is on its way to; none for DELETED and unknown words

	// The match in hand: where its ages count from, and whether a STOPPED
	// execution keeps the age that it had before it was stopped.
	ageFrom  AgeFrom
	stopping bool

	// What a fact that nobody knows counts as: Unknown, or True or False, to see
	// whether it decides.
	bias Truth

	// What went wrong while conditions were answered; see flaw.
	flaws flaw
	vars  *variables // of expressions; made when the first asks for them
}

// flaw is a cause of Unknown: of the reason of a decision, or a kind of fact that
// is not known.
type flaw uint8

const (
	flawWhen  flaw = 1 << iota // an expression failed
	flawAge                    // an expression asked for an age that there is none of
	flawFact                   // the first kind of fact; the others follow
	flawFacts = flawFact<<factKinds - flawFact
)

func newSubject(in *Input) *subject {
	return &subject{
		group: &in.Group, now: in.Now, at: workload.At(in.Now), present: workload.At(in.Now),
		facts: in.Facts, elsewhere: in.Elsewhere, bias: Unknown,
	}
}

// listedElsewhere reports whether another resource group lists the execution in
// hand, too.
func (s *subject) listedElsewhere() bool {
	return s.elsewhere != nil && s.elsewhere(s.execution.ID)
}

// look takes an execution in hand.
func (s *subject) look(e *workload.Execution) {
	s.execution, s.states, s.target = e, stateOf(e.Status), stateOf(e.TargetStatus)
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

// unknown notes that a kind of fact is not known, and is what that counts as.
func (s *subject) unknown(f Fact) Truth {
	s.flaws |= flawFact << f
	return s.bias
}

// unasked says why a fact about the execution in hand is not known.
func (s *subject) unasked(f Fact) string {
	if why := s.facts.whyFailed(f, s.execution.ID); why != nil {
		return "asked, and not to be had: " + why.Error()
	}
	if s.facts == nil {
		return "not asked"
	}
	return "not asked, as nothing hangs on it"
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
