package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// rest is what a daemon holds in memory between its sweeps.
type rest struct {
	executions, groups int
	few, many          int // sweeps
	after, later       int64
	sweeps             int // when it was looked at last
}

// most is how much the daemon may hold, in MiB, and by how much that may grow from
// the first look to the last.
const (
	mostAtRest = 40
	flat       = 1.1
)

func (r rest) met() bool {
	return process.MiB(r.later) <= mostAtRest && float64(r.later) <= flat*float64(r.after)
}

const daemonConfig = head + `
mode: enforce
schedule: "@every 1s"
observe: ""
metrics: {listen: "127.0.0.1:0"}
` + few

// atRest lets a daemon sweep each second, and looks at its memory after some sweeps
// and after many.
func (s *stage) atRest(ctx context.Context, r rest) (rest, error) {
	if err := os.WriteFile(s.config(), []byte(daemonConfig), 0o600); err != nil {
		return r, err
	}
	w, err := process.Open(ctx, s.program, world(r.groups, r.executions, "--settle", "0s")...)
	if err != nil {
		return r, err
	}
	defer w.Close()
	d, err := w.Daemon(ctx, s.program, s.config())
	if err != nil {
		return r, err
	}
	defer d.Close()
	if r.after, _, err = memoryAfter(ctx, d, r.few); err != nil {
		return r, err
	}
	r.later, r.sweeps, err = memoryAfter(ctx, d, r.many)
	return r, err
}

// memoryAfter waits until the daemon has swept so often, and returns what it then
// holds in memory.
func memoryAfter(ctx context.Context, d *process.Daemon, sweeps int) (bytes int64, swept int, err error) {
	for {
		if swept, err = sweepsOf(ctx, d); err != nil {
			return 0, 0, err
		}
		if swept >= sweeps {
			u, err := d.Usage()
			return u.RSS, swept, err
		}
		select {
		case <-ctx.Done():
			return 0, 0, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// sweepsOf is how often a daemon has swept well. Another result is an error.
func sweepsOf(ctx context.Context, d *process.Daemon) (n int, err error) {
	var text bytes.Buffer
	if err := d.Get(ctx, "/metrics", &text); err != nil {
		return 0, err
	}
	for series := range strings.Lines(text.String()) {
		name, value, _ := strings.Cut(strings.TrimSpace(series), "} ")
		switch {
		case !strings.HasPrefix(name, "aicore_reaper_sweeps_total{"):
		case strings.Contains(name, `result="ok"`):
			if n, err = strconv.Atoi(value); err != nil {
				return 0, err
			}
		case value != "0":
			return 0, fmt.Errorf("a sweep did not go well: %s", series)
		}
	}
	return n, nil
}

// mostSeries is how many series there may be.
const mostSeries = 3000

// series is the number of series of 50 groups, 6 scenarios and 20 policies that
// delete, for one scenario each.
func (s *stage) series(ctx context.Context, executions int) (int, error) {
	c := scene{
		simulate: world(50, executions, "--settle", "0s"), policies: perScenario(20), command: []string{"once", "--enforce"},
		enforces: true, written: true,
	}
	if err := os.WriteFile(s.config(), []byte(s.configOf(c)), 0o600); err != nil {
		return 0, err
	}
	w, err := process.Open(ctx, s.program, c.simulate...)
	if err != nil {
		return 0, err
	}
	defer w.Close()
	if _, _, err := w.Run(ctx, s.program, s.args(c)...); err != nil {
		return 0, err
	}
	file, err := os.Open(s.textfile())
	if err != nil {
		return 0, err
	}
	n, err := countSeries(file)
	return n, errors.Join(err, file.Close(), os.Remove(s.textfile()))
}

func countSeries(text io.Reader) (n int, err error) {
	lines := bufio.NewScanner(text)
	for lines.Scan() {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			n++
		}
	}
	return n, lines.Err()
}

// perScenario are policies of which each deletes what is old in one scenario.
func perScenario(n int) string {
	scenarios := []string{"text-clf", "demand-forecast", "image-seg", "tuning", "churn", "prod-scoring"} // the simulator's
	var b strings.Builder
	b.WriteString("\npolicies:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - {name: p%d, match: {scenarios: [%s], statuses: [COMPLETED, DEAD], olderThan: %dd}, action: delete}\n", i, scenarios[i%len(scenarios)], 100+10*i)
	}
	return b.String()
}
