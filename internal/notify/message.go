package notify

import (
	"fmt"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// maxExamples is how many executions, and how many notes of a part, a message names.
const maxExamples = 10

// Message is all that one target is told of one sweep. It is the JSON that a webhook
// gets, and what a template is run on.
type Message struct {
	Sweep    string      `json:"sweep"`
	Event    Event       `json:"event"` // the gravest of those that it tells
	Mode     report.Mode `json:"mode"`
	Policies []Policy    `json:"policies"` // those that Event is about
	Text     string      `json:"text"`     // all that it tells

	Parts []Part     `json:"-"` // for each event that has something to say, the gravest first
	Most  []Example  `json:"-"` // the most important executions of all parts, ten at most
	Price cost.Price `json:"-"`
}

// Part is what a message tells of one event.
type Part struct {
	Event                Event
	Count                int      // of executions
	CapacityUnitsPerHour float64  // that they hold, or held until they were stopped
	Policies             []Policy // in file order
	Notes                []string // what concerns a resource group or the sweep as a whole
}

// Policy is what a part tells of one policy.
type Policy struct {
	Name   string  `json:"name"`
	Groups []Group `json:"resourceGroups"`
	DryRun bool    `json:"-"` // nothing of it is ever sent
}

// Group is what a part tells of one policy in one resource group.
type Group struct {
	ID                   string     `json:"id"`
	Count                int        `json:"count"`
	CapacityUnitsPerHour float64    `json:"capacityUnitsPerHour"`
	Examples             []string   `json:"examples"` // ids, of those in Message.Most
	Scenarios            []Scenario `json:"-"`        // the largest first
}

// Scenario counts executions of one scenario.
type Scenario struct {
	Name  string
	Count int
}

// Example is one execution that a message names.
type Example struct {
	Event                                       Event
	Policy, ResourceGroup, ID, Scenario, Status string
	CapacityUnitsPerHour                        float64
	What                                        string // what became of it, or will
}

// news is what there is to say of a report, for each event.
type news map[Event]*draft

// newsOf is what there is to say of a report. What a sweep only looked at says nothing.
func newsOf(r *report.Report) news {
	n := make(news)
	if r.Observed {
		return n
	}
	for _, event := range Events() {
		n[event] = &draft{event: event, notes: notesOf(r, event), lines: make(map[place]*line)}
	}
	for row := range r.Rows.Scan() {
		for event, d := range n {
			if row.PolicyIndex >= 0 && tells(event, row) {
				d.addRow(row)
			}
		}
	}
	for i := range r.Upcoming {
		if u := &r.Upcoming[i]; u.Announce {
			n[Upcoming].addUpcoming(u)
		}
	}
	return n
}

// message returns what those who want to know of some events are told, nil where
// there is nothing to say.
func (n news) message(r *report.Report, wanted []Event) *Message {
	m := &Message{Sweep: r.Sweep, Mode: r.Mode, Policies: []Policy{}, Price: r.UnitPrice}
	left := maxExamples
	for _, event := range Events() {
		d := n[event]
		if d == nil || d.count+len(d.notes) == 0 || !slices.Contains(wanted, event) {
			continue
		}
		named := d.most[:min(left, len(d.most))]
		left -= len(named)
		m.Parts = append(m.Parts, d.part(r, named))
		for _, c := range named {
			m.Most = append(m.Most, c.example(r, event))
		}
	}
	if len(m.Parts) == 0 {
		return nil
	}
	m.Event = m.Parts[0].Event
	m.Policies = append(m.Policies, m.Parts[0].Policies...)
	m.Text = textOf(m)
	return m
}

// Cost is a burn rate for people, in money as well where the price is known: "23
// capacity units per hour (46.00 EUR per hour)"; "" for nothing.
func (m *Message) Cost(unitsPerHour float64) string {
	if unitsPerHour == 0 {
		return ""
	}
	units := fmt.Sprintf("%.6g capacity units per hour", unitsPerHour)
	if money := m.Price.PerHour(unitsPerHour); money != "" {
		return units + " (" + money + ")"
	}
	return units
}
