package notify

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// maxLines is how many resource groups a text has lines for, maxScenarios how many
// scenarios such a line names.
const (
	maxLines     = 20
	maxScenarios = 5
)

// words are what a text says of each event: of executions, and where only a note
// says something.
var words = map[Event]struct{ of, title, alone string }{
	Refused:  {"held back by a guard", "Held back by a guard", "a guard held a part of the sweep back"},
	Failed:   {"could not be stopped or deleted", "Could not be stopped or deleted", "a part of the sweep failed"},
	Acted:    {"stopped or deleted", "Stopped or deleted", "a part was put off"},
	Upcoming: {"upcoming", "Will be stopped or deleted, if nothing changes", ""},
}

// textOf is the built-in text: a headline, a section for each event with a line for
// each policy and resource group, and at most ten executions.
func textOf(m *Message) string {
	var b strings.Builder
	fmt.Fprintf(&b, "aicore-reaper: %s\nSweep %s, %s.\n", headline(m), clean(m.Sweep), m.Mode)
	lines := 0
	for i := range m.Parts {
		p := &m.Parts[i]
		fmt.Fprintf(&b, "\n%s: %s\n", words[p.Event].title, total(p.Count, m.Cost(p.CapacityUnitsPerHour)))
		lines = section(&b, m, p, lines)
		for _, note := range p.Notes {
			fmt.Fprintf(&b, "- %s\n", note)
		}
	}
	if more := lines - maxLines; more > 0 {
		fmt.Fprintf(&b, "\n%d more lines are in the report of the sweep.\n", more)
	}
	if len(m.Most) > 0 {
		fmt.Fprintf(&b, "\nThe most important:\n")
	}
	for _, e := range m.Most {
		fmt.Fprintf(&b, "- %s\n", e.line(m))
	}
	return b.String()
}

// headline says it in one line.
func headline(m *Message) string {
	var parts []string
	for i := range m.Parts {
		p := &m.Parts[i]
		if w := words[p.Event]; p.Count > 0 {
			parts = append(parts, executions(p.Count)+" "+w.of)
		} else {
			parts = append(parts, w.alone)
		}
	}
	return strings.Join(parts, "; ")
}

// section writes a line for each policy and resource group, while there is room; n
// have been counted before. It returns how many there are by now.
func section(b *strings.Builder, m *Message, p *Part, n int) int {
	for _, policy := range p.Policies {
		name := policy.Name
		if policy.DryRun && m.Mode != report.DryRun {
			name += " (dry-run, nothing of it is sent)"
		}
		for _, g := range policy.Groups {
			if n++; n <= maxLines {
				fmt.Fprintf(b, "- %s, %s: %s (%s)\n", name, g.ID, total(g.Count, m.Cost(g.CapacityUnitsPerHour)), scenarioText(g.Scenarios))
			}
		}
	}
	return n
}

func total(count int, costs string) string {
	if costs == "" {
		return executions(count)
	}
	return executions(count) + ", " + costs
}

func executions(n int) string {
	if n == 1 {
		return "1 execution"
	}
	return fmt.Sprintf("%d executions", n)
}

func (e *Example) line(m *Message) string {
	parts := []string{e.ResourceGroup, e.Scenario, e.Status, m.Cost(e.CapacityUnitsPerHour)}
	said := parts[:0]
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return fmt.Sprintf("%s (%s): %s", e.ID, strings.Join(said, ", "), e.What)
}

func scenarioText(all []Scenario) string {
	var parts []string
	for _, s := range all[:min(len(all), maxScenarios)] {
		parts = append(parts, fmt.Sprintf("%s: %d", s.Name, s.Count))
	}
	if more := len(all) - len(parts); more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more scenarios", more))
	}
	return strings.Join(parts, ", ")
}

// shortList bounds notes, and says how many there are beyond the bound.
func shortList(notes []string) []string {
	var kept []string
	for _, n := range notes[:min(len(notes), maxExamples)] {
		kept = append(kept, clean(n))
	}
	if more := len(notes) - len(kept); more > 0 {
		kept = append(kept, fmt.Sprintf("and %d more like these", more))
	}
	return kept
}

// maxName is how many characters of a name or an error a message repeats.
const maxName = 200

// clean makes one short line of what the API said: nothing in it begins a line of
// its own, moves a cursor, or turns the direction of writing.
func clean(s string) string {
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if c := []rune(s); len(c) > maxName {
		return string(c[:maxName]) + "…"
	}
	return s
}
