// Command bench measures whole runs of aicore-reaper and compares them with a
// floor: a client that sends the same requests to the same simulated tenant but
// ignores the answers. The difference is the cost of the program.
//
//	go run ./test/bench                  all scenes, into docs/performance.md
//	go run ./test/bench -scale 0.01      a quick try, on the terminal only
//
// The simulator, the floor and the program are separate processes. Wall time, CPU
// time and peak memory are those that the kernel counted. Floor and program run
// in turns, so that both see the same machine. The results are medians.
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

// options are the options of the command line.
type options struct {
	runs     int
	scale    float64
	only     string
	document string
}

// bench builds the program, runs the scenes and writes the results.
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
	var results []result
	for _, scene := range scenes(o.scale) {
		if !strings.Contains(scene.name, o.only) {
			continue
		}
		fmt.Fprintln(os.Stderr, scene.name)
		r, err := s.play(ctx, scene)
		if err != nil {
			return fmt.Errorf("%s: %w", scene.name, err)
		}
		results = append(results, r)
	}
	size, err := os.Stat(s.program)
	if err != nil {
		return err
	}
	table := render(results, size.Size(), o)
	fmt.Print(table)
	if o.scale != 1 || o.only != "" {
		return nil
	}
	return process.ReplacePart(o.document, "make bench", table)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
