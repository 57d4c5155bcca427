// Command bench measures whole runs of aicore-reaper against a floor: a client
// that makes the same requests to the same simulated tenant, throws the answers
// away and decides nothing. What is above the floor is what the program costs. It
// also looks at the memory of a daemon between sweeps, and counts series.
//
//	go run ./test/bench                  all scenes, into docs/performance.md
//	go run ./test/bench -scale 0.01      a quick try, on the terminal only
//
// The simulator, the floor and the program are processes of their own; wall time,
// CPU time and peak memory are what the kernel counted for each. Floor and
// program take turns, so that both see the same machine, and medians are shown.
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
	if len(os.Args) > 1 && os.Args[1] == "floor" {
		exit(runFloor(os.Args[2:]))
	}
	var o options
	flag.IntVar(&o.runs, "n", 5, "how often each is run")
	flag.Float64Var(&o.scale, "scale", 1, "the size of the worlds; other than 1, the document stays as it is")
	flag.StringVar(&o.only, "scenes", "", "only scenes whose name contains this")
	flag.StringVar(&o.document, "document", "docs/performance.md", "`file` that takes the table between its two markers")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(bench(ctx, o))
}

// options are those of the command line.
type options struct {
	runs     int
	scale    float64
	only     string
	document string
}

// bench builds the program, plays the scenes, and writes down what they took.
func bench(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s := stage{dir: dir, program: filepath.Join(dir, "aicore-reaper"), runs: o.runs}
	if s.floor, err = os.Executable(); err != nil {
		return err
	}
	if err := process.Build(ctx, s.program, "cmd/aicore-reaper"); err != nil {
		return err
	}
	rows, err := measure(ctx, &s, o)
	if err != nil {
		return err
	}
	table := render(rows, o)
	fmt.Print(table)
	if o.scale != 1 || o.only != "" {
		return nil
	}
	return process.ReplacePart(o.document, "make bench", table)
}

// measure plays the scenes that are asked for.
func measure(ctx context.Context, s *stage, o options) (rows []row, err error) {
	for _, scene := range scenes(o.scale) {
		if !strings.Contains(scene.name, o.only) {
			continue
		}
		fmt.Fprintln(os.Stderr, scene.name)
		r, err := s.play(ctx, scene)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", scene.name, err)
		}
		rows = append(rows, r.row())
	}
	if o.only != "" {
		return rows, nil
	}
	fmt.Fprintln(os.Stderr, "the daemon at rest")
	r, err := s.atRest(ctx, rest{executions: max(50, int(20_000*o.scale)), groups: 50, few: 10, many: 100})
	if err != nil {
		return nil, fmt.Errorf("the daemon at rest: %w", err)
	}
	n, err := s.series(ctx, max(50, int(20_000*o.scale)))
	if err != nil {
		return nil, fmt.Errorf("the number of series: %w", err)
	}
	size, err := os.Stat(s.program)
	if err != nil {
		return nil, err
	}
	return append(rows, r.row(), seriesRow(n), binaryRow(size.Size())), nil
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
