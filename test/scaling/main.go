// Command scaling measures how the cost of sweeps, of what the daemon shows and of
// the other commands grows, one thing at a time, and draws it:
//
//	go run ./test/scaling                 into docs/scaling.md and docs/images
//	go run ./test/scaling -scale 0.01     a quick try, into a directory of its own
//
// Each point is the median of whole runs of the program as it is shipped, against
// a simulator in a process of its own that has rendered its pages before. There is
// no rate limit and no latency: what is drawn is what the program adds to the
// network. Where CPU time or memory grows faster than in line with n, the command
// fails, once everything is written down.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "world" {
		exit(serveWorld(os.Args[2:]))
	}
	var o options
	flag.IntVar(&o.runs, "n", 3, "how often each point is measured")
	flag.Float64Var(&o.scale, "scale", 1, "the size of the worlds; other than 1, growth is not judged")
	flag.StringVar(&o.only, "curves", "", "only curves whose title contains this")
	flag.StringVar(&o.docs, "docs", "", "`directory` of scaling.md and of images (default docs for all curves at full size, else none is written)")
	flag.Parse()
	if o.docs == "" && o.scale == 1 && o.only == "" {
		o.docs = "docs"
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(run(ctx, o))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "scaling:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// options are those of the command line.
type options struct {
	runs       int
	scale      float64
	only, docs string
}

// run measures every curve, draws it, writes the numbers down, and judges them.
func run(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "scaling")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l := lab{dir: dir, program: filepath.Join(dir, "aicore-reaper"), runs: o.runs}
	if l.self, err = os.Executable(); err != nil {
		return err
	}
	if err := process.Build(ctx, l.program, "cmd/aicore-reaper"); err != nil {
		return err
	}
	images := filepath.Join(o.docs, "images")
	if o.docs == "" {
		images = filepath.Join(os.TempDir(), "scaling-images")
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s, on %s, by\n`go run ./test/scaling -n %d -scale %g`.\n", process.Runs(o.runs), process.Machine(), o.runs, o.scale)
	excess, err := l.all(ctx, o, images, &text)
	if err != nil {
		return err
	}
	if o.docs == "" {
		fmt.Print(text.String())
		fmt.Println("pictures in", images)
	} else if err := process.ReplacePart(filepath.Join(o.docs, "scaling.md"), "make scaling", text.String()); err != nil {
		return err
	}
	if len(excess) > 0 && o.scale == 1 {
		return errors.New(strings.Join(excess, "\n"))
	}
	return nil
}

// all measures and draws the curves that are asked for. excess says which of them
// grow too fast.
func (l *lab) all(ctx context.Context, o options, images string, text io.Writer) (excess []string, err error) {
	if err := os.MkdirAll(images, 0o755); err != nil {
		return nil, err
	}
	var tables strings.Builder
	var measured []curve
	var points [][]point
	for _, c := range curves(o.scale) {
		if !strings.Contains(c.title, o.only) {
			continue
		}
		fmt.Fprintln(os.Stderr, c.title)
		of, err := c.points(ctx, l)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(images, c.file), draw(c, of), 0o644); err != nil {
			return nil, err
		}
		writeTable(&tables, c, of)
		measured, points = append(measured, c), append(points, of)
		if e := growthOf(of).excess(c); e != "" {
			excess = append(excess, e)
		}
	}
	writeGrowth(text, measured, points)
	_, err = io.WriteString(text, tables.String())
	return excess, err
}
