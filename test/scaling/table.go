package main

import (
	"fmt"
	"io"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// writeTable writes a curve's picture and numbers in Markdown.
func writeTable(w io.Writer, c curve, points []point) {
	fmt.Fprintf(w, "\n### %s\n\n![%s](images/%s)\n\n| %s | wall | CPU | peak memory |\n|---|---|---|---|\n", c.title, c.title, c.file, c.x)
	for _, p := range points {
		fmt.Fprintf(w, "| %s | %s | %s | %.0f MiB |\n", process.Number(p.n), process.Time(p.Wall), process.Time(p.CPU), process.MiB(p.RSS))
	}
}
