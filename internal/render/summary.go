package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// summary prints the last lines: what was or would be freed, and the result.
func (p *Printer) summary(r *report.Report) {
	listed := 0
	for i := range r.Groups {
		listed += r.Groups[i].Listed
	}
	freed, word := r.Freed, "freed"
	if r.Mode == report.DryRun {
		freed, word = r.WouldFree(), "would free"
	}
	p.Printf("\n%s: %s listed in %s; %s %s\n", r.Mode, Plural(listed, "execution"), Plural(len(r.Groups), "resource group"), word, holding(freed, r.UnitPrice))
	if n := unmappedNodes(r); n > 0 {
		p.Printf("the size of %s is not known: say it under costs in the config, by scenario or executable\n", amount(n, "node"))
	}
	if hours := r.NodeHours(); hours > 0 {
		p.Printf("these executions used %s node hours in total\n", Thousands(int(hours+0.5)))
	}
	p.Printf("result: %s, after %s, sweep %s\n", r.Result, r.FinishedAt.Sub(r.StartedAt).Round(time.Millisecond), r.Sweep)
}

// holding returns what executions hold, as text. It leaves out zeros: without
// configured costs only the number of nodes is known.
func holding(h cost.Holding, price cost.Price) string {
	if h.Nodes == 0 {
		return "no nodes"
	}
	var parts []string
	if h.CPUs > 0 {
		parts = append(parts, amount(h.CPUs, "CPU"))
	}
	if h.MemoryBytes > 0 {
		parts = append(parts, fmt.Sprintf("%.0f GB memory", float64(h.MemoryBytes)/1e9))
	}
	if h.GPUs > 0 {
		parts = append(parts, amount(h.GPUs, "GPU"))
	}
	if h.CapacityUnitsPerHour > 0 {
		parts = append(parts, amount(h.CapacityUnitsPerHour, "capacity unit")+" per hour")
	}
	if money := price.PerHour(h.CapacityUnitsPerHour); money != "" {
		parts = append(parts, money)
	}
	if len(parts) == 0 {
		return amount(h.Nodes, "node")
	}
	return amount(h.Nodes, "node") + " (" + strings.Join(parts, ", ") + ")"
}

func amount(n float64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%g %ss", n, word)
}

// unmappedNodes returns the number of freed nodes, or nodes to be freed, that
// costs do not cover.
func unmappedNodes(r *report.Report) (n float64) {
	for row := range r.Rows.Scan() {
		frees := row.Freed || r.Mode == report.DryRun && row.Outcome == report.Planned && row.HoldsCompute()
		if frees && row.Plan == cost.Unmapped {
			n += row.Held.Nodes
		}
	}
	return n
}
