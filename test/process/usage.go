package process

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Usage is what the kernel counted for one process.
type Usage struct {
	Wall, CPU time.Duration
	RSS       int64 // peak, bytes
}

// Run runs a process in a world to its end, and returns its usage and the last
// line that it printed. The error contains its standard error.
//
// Peak memory counts from the fork on, so it is at least that of the caller.
// Programs that measure must therefore stay small.
func (w *World) Run(ctx context.Context, program string, args ...string) (u Usage, last string, err error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = w.variables
	var out, errors strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errors
	began := time.Now()
	err = cmd.Run()
	u.Wall = time.Since(began)
	if err != nil {
		return u, "", fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, errors.String())
	}
	u.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.RSS = r.Maxrss << 10 // KiB on Linux
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	return u, lines[len(lines)-1], nil
}

// Median returns the median of each value.
func Median(all []Usage) Usage {
	middle := func(of func(Usage) int64) int64 {
		values := make([]int64, len(all))
		for i, u := range all {
			values[i] = of(u)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return Usage{
		Wall: time.Duration(middle(func(u Usage) int64 { return int64(u.Wall) })),
		CPU:  time.Duration(middle(func(u Usage) int64 { return int64(u.CPU) })),
		RSS:  middle(func(u Usage) int64 { return u.RSS }),
	}
}
