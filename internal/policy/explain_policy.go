package policy

import (
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// PolicyView is how one policy sees an execution, without vetoes and other
// policies.
type PolicyView struct {
	Name      string
	Action    Action
	ForGroup  bool    // the policy applies to the resource group; if not, only ForStatus is set
	ForStatus bool    // its action can act on the status
	Match     Truth   // the match, including ages
	AnyAge    Truth   // the match without olderThan and youngerThan
	Age       AgeView // by the policy's ageFrom
	Keys      []Check // of the match, in the order of the config
	Keep      *KeepView
	Reason    Reason // expired: it wants to act
	// ExpiresIn is the time until olderThan holds, if the execution only waits
	// for that; else 0.
	ExpiresIn Span
}

func (p *planner) explainPolicies(s *Set, index int32) []PolicyView {
	views := make([]PolicyView, len(s.Policies))
	for i := range s.Policies {
		views[i] = PolicyView{
			Name: s.Policies[i].Name, Action: s.Policies[i].Action, Reason: ReasonUnmatched,
			ForStatus: s.Policies[i].Action.AppliesTo(p.executions[index].Status),
		}
	}
	for r := range p.rules {
		policy := p.rules[r].index
		p.explainRule(r, index, s.Policies[policy].Match.Conditions, &views[policy])
	}
	return views
}

// explainRule fills in v for a policy that applies to the resource group.
func (p *planner) explainRule(r int, index int32, conditions []Condition, v *PolicyView) {
	rule, s := &p.rules[r], p.subject
	s.look(&p.executions[index])
	v.ForGroup = true
	v.Reason = p.view(r, index).reason
	s.under(&rule.matcher)
	v.Match, v.AnyAge = rule.ask(s)
	v.Age = ageView(s.origin(), s.at)
	if v.Reason == ReasonNotExpired {
		v.ExpiresIn = max(0, Span(rule.olderThan)-v.Age.Age)
	}
	v.Keys = explainAll(conditions, s)
	if rule.keep != nil {
		v.Keep = p.explainKeep(rule, index, v.AnyAge)
	}
}

// whyNotCounted returns why keep does not count an execution.
func (c *counter) whyNotCounted(s *subject, anyAge Truth) NotCounted {
	switch {
	case anyAge != True:
		return NotMatched
	case s.states == 0:
		return NotKnown
	case c.statuses&s.states == 0:
		return NotAmong
	case s.execution.TargetStatus == workload.Deleted:
		return BeingDeleted
	case !s.origin().at.Readable():
		return WithoutTime
	}
	return 0
}
