package main

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// The measures of a picture, in pixels: two panels side by side.
const (
	width, height = 760, 290
	panelWidth    = 290
	panelHeight   = 180
	panelTop      = 56
	firstPanel    = 62
	secondPanel   = 444
)

// style is readable on light and dark backgrounds.
const style = `<style>
text { font: 12px system-ui, sans-serif; fill: #444 }
.title { font-size: 14px; font-weight: 600; fill: #222 }
.grid { stroke: #8884; stroke-width: 1 }
.a { stroke: #1f6fd0; fill: #1f6fd0 } .b { stroke: #d9680d; fill: #d9680d } .c { stroke: #1f9d55; fill: #1f9d55 }
polyline { fill: none !important; stroke-width: 2 }
circle, text.a, text.b, text.c { stroke: none }
@media (prefers-color-scheme: dark) { text { fill: #bbb } .title { fill: #eee }
.a { stroke: #6aa9f5; fill: #6aa9f5 } .b { stroke: #f5a25d; fill: #f5a25d } .c { stroke: #5fd394; fill: #5fd394 } }
</style>`

// line is one line of a panel.
type line struct {
	class, name string
	values      []float64
}

// draw returns the picture of a curve: times on the left, memory on the right.
func draw(c curve, points []point) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`+"\n%s\n", width, height, width, height, html.EscapeString(c.title), style)
	fmt.Fprintf(&b, `<text class="title" x="12" y="22">%s</text>`+"\n", html.EscapeString(c.title))
	sizes, wall, cpu, rss := columns(points)
	x := decades(panelWidth, sizes...)
	panel(&b, firstPanel, c.x, x, sizes, decades(panelHeight, append(wall, cpu...)...), seconds, line{"a", "wall time", wall}, line{"b", "CPU time", cpu})
	panel(&b, secondPanel, c.x, x, sizes, fromZero(panelHeight, rss...), func(v float64) string { return count(v) + " MiB" }, line{"c", "peak memory", rss})
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func columns(points []point) (sizes, wall, cpu, rss []float64) {
	for _, p := range points {
		sizes, rss = append(sizes, float64(p.n)), append(rss, process.MiB(p.RSS))
		wall, cpu = append(wall, p.Wall.Seconds()), append(cpu, max(p.CPU.Seconds(), 1e-3))
	}
	return sizes, wall, cpu, rss
}

// panel draws lines in one pair of axes.
func panel(b *bytes.Buffer, left float64, label string, x axis, sizes []float64, y axis, unit func(float64) string, lines ...line) {
	bottom := float64(panelTop + panelHeight)
	for _, v := range y.ticks() {
		at := bottom - y.at(v)
		fmt.Fprintf(b, `<line class="grid" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/><text x="%.1f" y="%.1f" text-anchor="end">%s</text>`+"\n",
			left, at, left+panelWidth, at, left-6, at+4, unit(v))
	}
	for _, v := range x.ticks() {
		at := left + x.at(v)
		fmt.Fprintf(b, `<line class="grid" x1="%.1f" y1="%d" x2="%.1f" y2="%.1f"/><text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n",
			at, panelTop, at, bottom, at, bottom+17, count(v))
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", left+panelWidth/2, bottom+38, html.EscapeString(label))
	for i, l := range lines {
		var corners []string
		for j, v := range l.values {
			px, py := left+x.at(sizes[j]), bottom-y.at(v)
			corners = append(corners, fmt.Sprintf("%.1f,%.1f", px, py))
			fmt.Fprintf(b, `<circle class="%s" cx="%.1f" cy="%.1f" r="3"/>`, l.class, px, py)
		}
		fmt.Fprintf(b, `<polyline class="%s" points="%s"/><text class="%s" x="%.1f" y="%d">%s</text>`+"\n",
			l.class, strings.Join(corners, " "), l.class, left+float64(i)*90, panelTop-12, html.EscapeString(l.name))
	}
}
