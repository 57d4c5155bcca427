package main

import (
	"fmt"
	"io"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// writeTable writes a curve's picture and numbers in Markdown.
func writeTable(w io.Writer, c curve, points []point) {
	g := growthOf(points)
	fmt.Fprintf(w, "\n### %s\n\n![%s](images/%s)\n\nCPU time grows like n^%.2f, memory like n^%.2f.\n\n", capital(c.title), c.title, c.file, g.cpu, g.memory)
	fmt.Fprintf(w, "| %s | wall | CPU | peak memory |\n|---|---|---|---|\n", c.x)
	for _, p := range points {
		fmt.Fprintf(w, "| %s | %s | %s | %.0f MiB |\n", process.Number(p.n), process.Time(p.Wall), process.Time(p.CPU), process.MiB(p.RSS))
	}
}

// writeGrowth writes how each curve grows.
func writeGrowth(w io.Writer, all []curve, points [][]point) {
	fmt.Fprintf(w, "\nHow CPU time and memory grow with n, the first column's thing, while all else stays: the exponent\nof n, by least squares of the logarithms over the upper points, those with three times the least\nfigure or more, or the last three. More than %.2f anywhere fails `make scaling`.\n\n| what, by what | from | to | CPU | memory |\n|---|---|---|---|---|\n", mostGrowth)
	for i, c := range all {
		g := growthOf(points[i])
		fmt.Fprintf(w, "| %s | %s | %s | %.2f | %.2f |\n", c.title, process.Number(c.sizes[0]), process.Number(c.sizes[len(c.sizes)-1]), g.cpu, g.memory)
	}
}

// capital begins a heading with a capital, unless it begins with a command.
func capital(title string) string {
	if title[:2] == "a " || title[:4] == "the " {
		return string(title[0]-'a'+'A') + title[1:]
	}
	return title
}
