package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// render is the table of what was measured, in Markdown.
func render(results []result, binary int64, o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Medians of %d runs each, floor and program in turns, on %s with %d cores, %s, %s, by\n`make bench`. Wall and CPU time, peak memory; × is the ratio to the floor.\n\n",
		o.runs, processor(), runtime.NumCPU(), runtime.Version(), time.Now().UTC().Format(time.DateOnly))
	b.WriteString("| scene | floor | aicore-reaper | ratio | target | met |\n|---|---|---|---|---|---|\n")
	for _, r := range results {
		fmt.Fprintf(&b, "| %s | %s | %s | wall %.2f ×, CPU %.2f × | %s | %s |\n", r.scene.name, r.floor, r.reaper,
			ratio(r.reaper.wall, r.floor.wall), ratio(r.reaper.cpu, r.floor.cpu), r.scene.target, yes(r.scene.target.met(r)))
	}
	fmt.Fprintf(&b, "| the binary | | %s MB | | at most 30 MiB | %s |\n", strconv.FormatFloat(float64(binary)/1e6, 'f', 1, 64), yes(binary <= 30<<20))
	return b.String()
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

func (u usage) String() string {
	return fmt.Sprintf("%s, CPU %s, %.0f MiB", short(u.wall), short(u.cpu), float64(u.rss)/(1<<20))
}

func short(d time.Duration) string {
	if d < time.Second {
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', 2, 64) + " s"
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
		parts = append(parts, "≤ "+short(t.within))
	}
	if t.rss > 0 {
		parts = append(parts, fmt.Sprintf("≤ %d MiB", t.rss))
	}
	return strings.Join(parts, ", ")
}

func (t target) met(r result) bool {
	return (t.wall == 0 || ratio(r.reaper.wall, r.floor.wall) <= t.wall) &&
		(t.cpu == 0 || ratio(r.reaper.cpu, r.floor.cpu) <= t.cpu) &&
		(t.within == 0 || r.reaper.wall <= t.within) &&
		(t.rss == 0 || r.reaper.rss <= int64(t.rss)<<20)
}

func yes(met bool) string {
	if met {
		return "yes"
	}
	return "**no**"
}

// grouped writes a number as people read it.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// processor is the name that the kernel has for the processor.
func processor() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "model name"); ok {
			return strings.TrimLeft(name, "\t :")
		}
	}
	return runtime.GOARCH
}
