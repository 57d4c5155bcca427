package main

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// writeTable writes a curve's picture and numbers in Markdown.
func writeTable(w io.Writer, c curve, points []point) {
	fmt.Fprintf(w, "\n### %s\n\n![%s](images/%s)\n\n| %s | wall | CPU | peak memory |\n|---|---|---|---|\n", c.title, c.title, c.file, c.x)
	for _, p := range points {
		fmt.Fprintf(w, "| %s | %s | %s | %.0f MiB |\n", grouped(p.n), short(p.Wall), short(p.CPU), mebibytes(p.RSS))
	}
}

func mebibytes(n int64) float64 { return float64(n) / (1 << 20) }

func short(d time.Duration) string {
	if d < time.Second {
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', 2, 64) + " s"
}

// grouped writes a number as people read it.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
