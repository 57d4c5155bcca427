package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// usage is what the kernel counted for one process.
type usage struct {
	wall, cpu time.Duration
	rss       int64 // peak, bytes
}

// measure runs a process to its end, adds what it took, and keeps the last line
// that it printed.
func (s *stage) measure(ctx context.Context, w *world, to *[]usage, says *string, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(w.variables, "HOME="+s.dir, "GOMAXPROCS=")
	var out, errors strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errors
	began := time.Now()
	err := cmd.Run()
	u := usage{wall: time.Since(began)}
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, errors.String())
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.rss = r.Maxrss << 10 // KiB on Linux
	}
	*to = append(*to, u)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	*says = lines[len(lines)-1]
	return nil
}

// median takes each figure's median.
func median(all []usage) usage {
	middle := func(of func(usage) int64) int64 {
		values := make([]int64, len(all))
		for i, u := range all {
			values[i] = of(u)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return usage{
		wall: time.Duration(middle(func(u usage) int64 { return int64(u.wall) })),
		cpu:  time.Duration(middle(func(u usage) int64 { return int64(u.cpu) })),
		rss:  middle(func(u usage) int64 { return u.rss }),
	}
}
