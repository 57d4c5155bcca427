package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// vetoes are what the rules over all policies go by.
type vetoes struct {
	protect []matcher
	minAge  time.Duration
}

func (s *Set) vetoes() vetoes {
	v := vetoes{minAge: s.MinAge}
	for _, m := range s.Protect {
		v.protect = append(v.protect, newMatcher(m, None))
	}
	return v
}

// veto is a rule that keeps the execution in hand from all policies. Deciding
// asks whether it holds; explaining asks, too, and has it spell why.
type veto struct {
	reason Reason
	holds  func(*vetoes, *subject) bool
	wants  func(*vetoes) string // nil: nothing
	saw    func(*subject) string
}

// vetoRules are the vetoes in order of precedence: the first that holds gives the
// reason.
var vetoRules = [...]veto{
	{ReasonBadID, (*vetoes).badID, nil, (*subject).sawID},
	{ReasonContradictory, (*vetoes).contradictory, nil, (*subject).sawRecords},
	{ReasonStatusUnknown, (*vetoes).statusUnknown, nil, (*subject).sawStates},
	{ReasonInTransition, (*vetoes).inTransition, nil, (*subject).sawStates},
	{ReasonProtected, (*vetoes).protected, nil, nil},
	{ReasonMinAge, (*vetoes).tooYoung, (*vetoes).wantsAge, (*subject).sawCreated},
}

// reason is that of the first veto that holds, 0 where none does.
func (v *vetoes) reason(s *subject) Reason {
	for i := range vetoRules {
		if vetoRules[i].holds(v, s) {
			return vetoRules[i].reason
		}
	}
	return 0
}

func (v *vetoes) badID(s *subject) bool { return !workload.ValidID(s.execution.ID) }

func (v *vetoes) contradictory(s *subject) bool {
	return s.execution.Contradictory || s.listedElsewhere()
}

// statusUnknown holds for what is in a state, or on its way to one, that this
// program does not know.
func (v *vetoes) statusUnknown(s *subject) bool {
	t := s.execution.TargetStatus
	return s.states == 0 || t != "" && t != workload.Deleted && !t.Known()
}

func (v *vetoes) inTransition(s *subject) bool {
	e := s.execution
	return e.Status == workload.Stopping || e.TargetStatus == workload.Deleted || e.TargetStatus == workload.Stopped && e.Status.Active()
}

// protected holds where an entry of protect matches, or may match. All are asked
// until one is certain, so that their order does not matter. The flaws that it
// leaves are why it is not certain.
func (v *vetoes) protected(s *subject) bool {
	var flaws flaw
	protected := false
	for i := range v.protect {
		s.under(&v.protect[i])
		switch whole, _ := v.protect[i].ask(s); whole {
		case True:
			s.flaws = 0
			return true
		case Unknown:
			protected, flaws = true, flaws|s.flaws
		}
	}
	s.flaws = flaws
	return protected
}

// tooYoung holds for what was created less than minAge ago. A time that is
// unreadable or in the future says nothing of an age: too young.
func (v *vetoes) tooYoung(s *subject) bool {
	at := s.execution.CreatedAt
	return !at.Readable() || at > s.at || since(s.at, at) < v.minAge
}
