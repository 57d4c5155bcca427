package render

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Holdings returns the resource groups of a report as comments for a config:
// their scenarios, and the number of executions in each state.
func Holdings(r *report.Report, at time.Time) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "\n# What the tenant held at %s:\n", at.Format(time.RFC3339))
	for i := range r.Groups {
		g := &r.Groups[i]
		fmt.Fprintf(&out, "#   resource group %s: %s\n", Clean(g.ID), Plural(g.Listed, "execution"))
		if g.Error != "" {
			fmt.Fprintf(&out, "#     %s: %s\n", g.Result, Clean(g.Error))
		}
		scenarios := make(map[string]map[string]int)
		for _, s := range g.Stock {
			if scenarios[s.Scenario] == nil {
				scenarios[s.Scenario] = make(map[string]int)
			}
			scenarios[s.Scenario][string(s.Status)] += s.Count
		}
		for _, name := range slices.Sorted(maps.Keys(scenarios)) {
			fmt.Fprintf(&out, "#     scenario %s: %s\n", Clean(cmp.Or(name, "(none)")), states(scenarios[name]))
		}
	}
	return out.Bytes()
}

func states(counts map[string]int) string {
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, Thousands(counts[status])+" "+Clean(status))
	}
	return strings.Join(parts, ", ")
}
