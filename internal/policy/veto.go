package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// vetoes are what stands over all policies.
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

// reason is why the execution in hand is out of bounds, in the order of
// precedence; 0 where it is not. Failed tells that an expression of a protect
// entry failed, which protects.
func (v *vetoes) reason(s *subject) (r Reason, failed bool) {
	e := s.execution
	switch {
	case unknownWord(e):
		return ReasonStatusUnknown, false
	case inTransition(e):
		return ReasonInTransition, false
	}
	protected, failed := v.protects(s)
	switch {
	case protected:
		return ReasonProtected, failed
	case tooYoung(e, s.at, v.minAge):
		return ReasonMinAge, false
	}
	return 0, false
}

// protects tells whether any entry matches, or may match. All are asked until
// one is certain, so that their order does not matter.
func (v *vetoes) protects(s *subject) (protected, failed bool) {
	for i := range v.protect {
		s.under(&v.protect[i])
		switch whole, _ := v.protect[i].ask(s); whole {
		case True:
			return true, false
		case Unknown:
			protected = true
			failed = failed || s.flaws&flawWhen != 0
		}
	}
	return protected, failed
}

// unknownWord tells whether e is in a state, or on its way to one, that this
// program does not know.
func unknownWord(e *workload.Execution) bool {
	t := e.TargetStatus
	return !e.Status.Known() || t != "" && t != workload.Deleted && !t.Known()
}

// inTransition tells whether something is on its way to e already.
func inTransition(e *workload.Execution) bool {
	return e.Status == workload.Stopping || e.TargetStatus == workload.Deleted ||
		e.TargetStatus == workload.Stopped && e.Status.Active()
}

// tooYoung tells whether e was created less than minAge ago. A time that is
// unreadable or in the future says nothing of its age: too young.
func tooYoung(e *workload.Execution, now workload.Timestamp, minAge time.Duration) bool {
	return !e.CreatedAt.Readable() || e.CreatedAt > now || since(now, e.CreatedAt) < minAge
}
