package policy

import (
	"fmt"
	"strconv"
)

func (v *vetoes) explain(protect []Match, s *subject) []VetoView {
	views := make([]VetoView, len(vetoRules))
	for i, rule := range vetoRules {
		views[i] = VetoView{Reason: rule.reason, Holds: rule.holds(v, s)}
		if rule.wants != nil {
			views[i].Wants = rule.wants(v)
		}
		if rule.saw != nil {
			views[i].Saw = rule.saw(s)
		}
		if rule.reason == ReasonProtected {
			views[i].Entries = v.explainEntries(protect, s)
		}
	}
	return views
}

func (v *vetoes) explainEntries(protect []Match, s *subject) []EntryView {
	var entries []EntryView
	for i := range v.protect {
		s.under(&v.protect[i])
		whole, _ := v.protect[i].ask(s)
		entries = append(entries, EntryView{
			Entry: i + 1, Match: whole, Age: ageView(s.origin(), s.at), Keys: explainAll(protect[i].Conditions, s),
		})
	}
	return entries
}

func (v *vetoes) wantsAge() string { return Span(v.minAge).String() }

func (s *subject) sawID() string { return strconv.Quote(s.execution.ID) }

func (s *subject) sawRecords() string {
	switch {
	case s.execution.Contradictory:
		return "its records differ"
	case s.listedElsewhere():
		return "another resource group lists it, too"
	}
	return "one record"
}

func (s *subject) sawStates() string {
	return fmt.Sprintf("status %s, targetStatus %s", orMissing(string(s.execution.Status)), orMissing(string(s.execution.TargetStatus)))
}

func (s *subject) sawCreated() string { return ageView(Created.named(s.execution), s.at).String() }
