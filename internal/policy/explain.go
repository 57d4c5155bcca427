package policy

import (
	"fmt"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Explanation says how all rules saw one execution. Its decision is that of
// [Set.Plan].
type Explanation struct {
	ResourceGroup string
	ID            string
	Scenario      string
	Status        workload.Status
	TargetStatus  workload.Status
	Now           time.Time
	Vetoes        []VetoView   // in order of precedence; the first that holds decides
	Policies      []PolicyView // in file order; the first that sees it as expired decides
	Outcome       OutcomeView
}

// VetoView is one of the rules that override all policies.
type VetoView struct {
	Reason  Reason
	Holds   bool
	Wants   string      // limits.minAge
	Saw     string      // the states; the age by createdAt
	Entries []EntryView // of protect
}

// EntryView is one entry of protect. It protects unless it is certain that it
// does not match.
type EntryView struct {
	Entry int // in file order, from 1
	Match Truth
	Age   AgeView
	Keys  []Check
}

// AgeView is an age and the time from which it counts.
type AgeView struct {
	Age  Span      // 0s if no time is readable
	From string    // the API's name of the field; modifiedAt if none is readable
	Time time.Time // the value of the field; zero if it is not readable
}

// Check is how one key of a match saw the execution.
type Check struct {
	Key   string // as in the config: statuses, olderThan, not…
	Wants string // what the config says, in its notation
	Saw   string // the value of the execution; "" if it has none
	Holds Truth
	Error string  // how an expression failed
	Of    []Check // the keys inside a not
}

// OutcomeView is the decision.
type OutcomeView struct {
	Action  Action
	Reason  Reason
	Policy  string // the policy that acts or gives the reason
	Age     Span
	Overdue Span // how long ago it expired, if it is acted on
}

// Explain returns how each rule and policy sees the execution at this index of
// the listing, and the decision.
func (s *Set) Explain(in Input, index int) Explanation {
	p := newPlanner(s, &in)
	p.decide(int32(index))
	e := &in.Executions[index]
	return Explanation{
		ResourceGroup: in.Group.ID, ID: e.ID, Scenario: e.ScenarioID, Status: e.Status, TargetStatus: e.TargetStatus, Now: in.Now,
		Vetoes:   p.vetoes.explain(s.Protect, p.subject, p.plan.Decisions[index].Reason),
		Policies: p.explainPolicies(s, int32(index)),
		Outcome:  s.outcome(p.plan.Decisions[index]),
	}
}

// Elsewhere returns the explanation of the same execution if another resource group
// also lists it, which shows only once all groups are listed.
func (e Explanation) Elsewhere() Explanation {
	e.Vetoes = slices.Clone(e.Vetoes)
	for i := range e.Vetoes {
		if v := &e.Vetoes[i]; v.Reason == ReasonContradictory && !v.Holds {
			v.Holds, v.Saw = true, sawElsewhere
		}
	}
	if e.Outcome.Reason != ReasonBadID {
		e.Outcome.Action, e.Outcome.Reason, e.Outcome.Policy = None, ReasonContradictory, ""
	}
	return e
}

func (s *Set) outcome(d Decision) OutcomeView {
	o := OutcomeView{Action: d.Action, Reason: d.Reason, Age: Span(d.Age), Overdue: Span(d.Overdue)}
	if d.Policy >= 0 {
		o.Policy = s.Policies[d.Policy].Name
	}
	return o
}

func explainAll(conditions []Condition, s *subject) []Check {
	checks := make([]Check, len(conditions))
	for i, c := range conditions {
		checks[i] = c.explain(s)
	}
	return checks
}

func ageView(o origin, now workload.Timestamp) AgeView {
	if !o.at.Readable() {
		return AgeView{From: o.field.Name}
	}
	return AgeView{Age: Span(since(now, o.at)), From: o.field.Name, Time: o.at.Time()}
}

// String returns the age and the time from which it counts, for people.
func (a AgeView) String() string {
	switch {
	case a.Time.IsZero():
		return a.From + " missing"
	default:
		return fmt.Sprintf("%v by %s %s", a.Age, a.From, a.Time.Format(time.RFC3339))
	}
}

func orMissing(s string) string {
	if s == "" {
		return missing
	}
	return s
}
