package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// row is a line of the table.
type row struct{ scene, floor, program, ratio, target, met string }

// render is the table of what was measured, in Markdown.
func render(rows []row, o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, floor and program in turns, on %s, by\n`go run ./test/bench -n %d`. Wall and CPU time, peak memory; × is the ratio to the floor.\n\n",
		process.Runs(o.runs), process.Machine(), o.runs)
	b.WriteString("| scene | floor | aicore-reaper | ratio | target | met |\n|---|---|---|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", r.scene, r.floor, r.program, r.ratio, r.target, r.met)
	}
	return b.String()
}

func (r result) row() row {
	made := row{
		r.scene.name, took(r.floor), took(r.reaper),
		fmt.Sprintf("wall %.2f ×, CPU %.2f ×", ratio(r.reaper.Wall, r.floor.Wall), ratio(r.reaper.CPU, r.floor.CPU)),
		r.scene.target.String(), yes(r.scene.target.met(r)),
	}
	if r.scene.target == (target{}) {
		made.met = ""
	}
	return made
}

func (r rest) row() row {
	return row{
		fmt.Sprintf("the daemon at rest, after %d sweeps of %s executions in %d groups", r.many, process.Number(r.executions), r.groups), "",
		fmt.Sprintf("%.0f MiB; after %d sweeps %.0f MiB", process.MiB(r.later), r.few, process.MiB(r.after)), "",
		fmt.Sprintf("≤ %d MiB, flat", mostAtRest), yes(r.met()),
	}
}

func seriesRow(n int) row {
	return row{
		"series of 50 groups, 6 scenarios and 20 policies that delete, one scenario each", "", process.Number(n) + " series", "",
		"≤ " + process.Number(mostSeries) + " series", yes(n <= mostSeries),
	}
}

// mostBinary is how large the program may be, in bytes.
const mostBinary = 30 << 20

func binaryRow(size int64) row {
	return row{"the binary", "", strconv.FormatFloat(float64(size)/1e6, 'f', 1, 64) + " MB", "", "≤ 30 MiB", yes(size <= mostBinary)}
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
