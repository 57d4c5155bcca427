// Command scaling measures how the cost of a plan grows with executions, resource
// groups and policies, and draws it:
//
//	go run ./test/scaling                 into docs/scaling.md and docs/images
//	go run ./test/scaling -scale 0.01     a quick try, into a directory of its own
//
// Each point is the median of whole runs of the released program. The simulator
// is a separate process that has already rendered its pages. There is no rate
// limit and no latency, so the curves show what the program adds to the network.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

func main() {
	runs := flag.Int("n", 3, "how often each point is measured")
	scale := flag.Float64("scale", 1, "the size of the worlds; other than 1, the document stays as it is")
	docs := flag.String("docs", "docs", "`directory` of scaling.md, and of images")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *runs, *scale, *docs); err != nil {
		fmt.Fprintln(os.Stderr, "scaling:", err)
		os.Exit(1)
	}
}

// run measures and draws every curve, and writes the numbers.
func run(ctx context.Context, runs int, scale float64, docs string) error {
	dir, err := os.MkdirTemp("", "scaling")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l := lab{dir: dir, program: filepath.Join(dir, "aicore-reaper"), runs: runs}
	if err := process.Build(ctx, l.program, "cmd/aicore-reaper"); err != nil {
		return err
	}
	images := filepath.Join(docs, "images")
	if scale != 1 {
		images = filepath.Join(os.TempDir(), "scaling-images")
	}
	if err := os.MkdirAll(images, 0o755); err != nil {
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Medians of %d runs on %s, by `make scaling`.\n", runs, process.Machine())
	for _, c := range curves(scale) {
		fmt.Fprintln(os.Stderr, c.title)
		points, err := l.measure(ctx, c)
		if err != nil {
			return fmt.Errorf("%s: %w", c.title, err)
		}
		if err := os.WriteFile(filepath.Join(images, c.file), draw(c, points), 0o644); err != nil {
			return err
		}
		writeTable(&text, c, points)
	}
	if scale != 1 {
		fmt.Print(text.String())
		fmt.Println("pictures in", images)
		return nil
	}
	return process.ReplacePart(filepath.Join(docs, "scaling.md"), "make scaling", text.String())
}
