package policy

import (
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// vetoes holds the input of the rules that override all policies.
type vetoes struct {
	inUse    []veto
	protect  []matcher
	optOut   OptOut
	minAge   time.Duration
	location *time.Location
}

func (s *Set) vetoes() vetoes {
	v := vetoes{inUse: vetoRules[:], optOut: s.OptOut, minAge: s.MinAge, location: s.location()}
	if v.optOut.Tag == "" {
		v.inUse = slices.DeleteFunc(slices.Clone(v.inUse), func(rule veto) bool { return rule.reason == ReasonOptedOut })
	}
	for _, m := range s.Protect {
		v.protect = append(v.protect, newMatcher(m, None))
	}
	return v
}

// veto is a rule that protects the current execution from all policies. Decisions
// and explanations both ask it. Its answer is Unknown if it depends on an unknown
// fact.
type veto struct {
	reason Reason
	holds  func(*vetoes, *subject) Truth
	wants  func(*vetoes) string // nil: nothing
	saw    func(*vetoes, *subject) string
}

// vetoRules are the vetoes in order of precedence. The first that holds gives the
// reason.
var vetoRules = [...]veto{
	{ReasonBadID, (*vetoes).badID, nil, (*vetoes).sawID},
	{ReasonContradictory, (*vetoes).contradictory, nil, (*vetoes).sawRecords},
	{ReasonStatusUnknown, (*vetoes).statusUnknown, nil, (*vetoes).sawStates},
	{ReasonInTransition, (*vetoes).inTransition, nil, (*vetoes).sawStates},
	{ReasonProtected, (*vetoes).protected, nil, nil},
	{ReasonOptedOut, (*vetoes).optedOut, (*vetoes).wantsOptOut, (*vetoes).sawOptOut},
	{ReasonMinAge, (*vetoes).tooYoung, (*vetoes).wantsAge, (*vetoes).sawCreated},
}

// ruling is the answer of all vetoes for one execution.
type ruling struct {
	veto  Reason // the first that holds; 0: none
	doubt Reason // the first that may hold because a fact is unknown; 0: none
	facts flaw   // the unknown facts behind doubt
	fault bool   // an expression of a protect entry failed
}

// rule asks the vetoes in order until one holds.
func (v *vetoes) rule(s *subject) (r ruling) {
	s.flaws = 0
	for i := range v.inUse {
		switch v.inUse[i].holds(v, s) {
		case True:
			r.veto = v.inUse[i].reason
			r.fault = r.veto == ReasonProtected && s.flaws&flawWhen != 0
			return r
		case Unknown:
			if r.doubt == 0 {
				r.doubt = v.inUse[i].reason
			}
			r.facts |= s.flaws & flawFacts
		}
	}
	return r
}

func (v *vetoes) badID(s *subject) Truth { return truth(!workload.ValidID(s.execution.ID)) }

func (v *vetoes) contradictory(s *subject) Truth {
	return truth(s.execution.Contradictory || s.listedElsewhere())
}

// statusUnknown holds if the status or the target is a word that this program
// does not know.
func (v *vetoes) statusUnknown(s *subject) Truth {
	t := s.execution.TargetStatus
	return truth(s.states == 0 || s.target == 0 && t != "" && t != workload.Deleted)
}

func (v *vetoes) inTransition(s *subject) Truth {
	return truth(s.states == stopping || s.target == stopped && s.states&active != 0 || s.execution.TargetStatus == workload.Deleted)
}

// protected holds if an entry of protect matches or may match. It is Unknown if
// that depends on facts, which are then among the flaws. It asks all entries
// until one matches, so their order does not matter.
func (v *vetoes) protected(s *subject) Truth {
	protected, flaws := False, flaw(0)
	for i := range v.protect {
		s.under(&v.protect[i])
		switch whole, _ := v.protect[i].ask(s); whole {
		case True:
			s.flaws = 0
			return True
		case Unknown:
			protected, flaws = max(protected, v.protect[i].mayProtect(s)), flaws|s.flaws
		}
	}
	s.flaws = flaws
	return protected
}

// mayProtect returns the answer for an unknown match: it protects, unless a fact
// may still show that it does not match.
func (m *matcher) mayProtect(s *subject) Truth {
	flaws := s.flaws
	if flaws&flawFacts == 0 {
		return True
	}
	s.bias = False
	least, _ := m.ask(s)
	s.bias, s.flaws = Unknown, flaws
	if least == False {
		return Unknown
	}
	return True
}

// tooYoung holds for executions created less than minAge ago. It also holds if
// the time of creation is unreadable or in the future.
func (v *vetoes) tooYoung(s *subject) Truth {
	at := s.execution.CreatedAt
	return truth(!at.Readable() || at > s.at || since(s.at, at) < v.minAge)
}
