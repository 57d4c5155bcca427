package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// render returns the results as a Markdown table.
func render(results []result, binary int64, o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Medians of %d runs each, floor and program in turns, on %s, by\n`make bench`. Wall and CPU time, peak memory; × is the ratio to the floor.\n\n",
		o.runs, process.Machine())
	b.WriteString("| scene | floor | aicore-reaper | ratio | target | met |\n|---|---|---|---|---|---|\n")
	for _, r := range results {
		fmt.Fprintf(&b, "| %s | %s | %s | wall %.2f ×, CPU %.2f × | %s | %s |\n", r.scene.name, took(r.floor), took(r.reaper),
			ratio(r.reaper.Wall, r.floor.Wall), ratio(r.reaper.CPU, r.floor.CPU), r.scene.target, yes(r.scene.target.met(r)))
	}
	fmt.Fprintf(&b, "| the binary | | %s MB | | at most 30 MiB | %s |\n", strconv.FormatFloat(float64(binary)/1e6, 'f', 1, 64), yes(binary <= 30<<20))
	return b.String()
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

func took(u process.Usage) string {
	return fmt.Sprintf("%s, CPU %s, %.0f MiB", process.Time(u.Wall), process.Time(u.CPU), process.MiB(u.RSS))
}

func (t target) String() string {
	var parts []string
	if t.wall > 0 {
		parts = append(parts, fmt.Sprintf("wall ≤ %g ×", t.wall))
	}
	if t.cpu > 0 {
		parts = append(parts, fmt.Sprintf("CPU ≤ %g ×", t.cpu))
	}
	if t.within > 0 {
		parts = append(parts, "≤ "+process.Time(t.within))
	}
	if t.rss > 0 {
		parts = append(parts, fmt.Sprintf("≤ %d MiB", t.rss))
	}
	return strings.Join(parts, ", ")
}

func (t target) met(r result) bool {
	return (t.wall == 0 || ratio(r.reaper.Wall, r.floor.Wall) <= t.wall) &&
		(t.cpu == 0 || ratio(r.reaper.CPU, r.floor.CPU) <= t.cpu) &&
		(t.within == 0 || r.reaper.Wall <= t.within) &&
		(t.rss == 0 || r.reaper.RSS <= int64(t.rss)<<20)
}

func yes(met bool) string {
	if met {
		return "yes"
	}
	return "**no**"
}
