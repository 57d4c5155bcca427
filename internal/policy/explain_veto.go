package policy

import (
	"fmt"
	"strconv"
)

// explain returns how each veto sees the execution. A veto that may hold because
// facts are unknown counts as hit only if it gave the decided reason.
func (v *vetoes) explain(protect []Match, s *subject, decided Reason) []VetoView {
	var views []VetoView
	for _, rule := range v.inUse {
		answer := rule.holds(v, s)
		view := VetoView{Reason: rule.reason, Holds: answer == True || answer == Unknown && decided == rule.reason}
		if rule.wants != nil {
			view.Wants = rule.wants(v)
		}
		if rule.saw != nil {
			view.Saw = rule.saw(v, s)
		}
		if rule.reason == ReasonProtected {
			view.Entries = v.explainEntries(protect, s)
		}
		views = append(views, view)
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

func (v *vetoes) sawID(s *subject) string { return strconv.Quote(s.execution.ID) }

const sawElsewhere = "another resource group lists it, too"

func (v *vetoes) sawRecords(s *subject) string {
	switch {
	case s.execution.Contradictory:
		return "its records differ"
	case s.listedElsewhere():
		return sawElsewhere
	}
	return "one record"
}

func (v *vetoes) sawStates(s *subject) string {
	return fmt.Sprintf("status %s, targetStatus %s", orMissing(string(s.execution.Status)), orMissing(string(s.execution.TargetStatus)))
}

func (v *vetoes) sawCreated(s *subject) string {
	return ageView(Created.named(s.execution), s.at).String()
}
