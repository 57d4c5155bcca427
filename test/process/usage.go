package process

import (
	"context"
	"fmt"
	"os"
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

// Run runs a process in a world to its end, and returns what it took and the last
// line that it printed, into a file. The error holds what it wrote to standard
// error. In a nil world there is no tenant.
//
// Peak memory counts from the fork on, so that of the caller is a lower bound of
// it: who measures keeps small.
func (w *World) Run(ctx context.Context, program string, args ...string) (u Usage, last string, err error) {
	out, err := os.CreateTemp("", "printed")
	if err != nil {
		return u, "", err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	if u, err = w.RunInto(ctx, out, program, args...); err != nil {
		return u, "", err
	}
	last, err = lastLine(out)
	return u, last, err
}

// RunInto is Run for what prints into a file that the caller has.
func (w *World) RunInto(ctx context.Context, out *os.File, program string, args ...string) (u Usage, err error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = w.environment()
	var errors strings.Builder
	cmd.Stdout, cmd.Stderr = out, &errors
	began := time.Now()
	err = cmd.Run()
	u.Wall = time.Since(began)
	if err != nil {
		return u, fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, errors.String())
	}
	u.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.RSS = r.Maxrss << 10 // KiB on Linux
	}
	return u, nil
}

// longestLine is how much of a file is looked at for its last line, in bytes.
const longestLine = 64 << 10

func lastLine(file *os.File) (string, error) {
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	text := make([]byte, min(longestLine, info.Size()))
	if _, err := file.ReadAt(text, info.Size()-int64(len(text))); err != nil {
		return "", err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1], nil
}

// Median takes each figure's median.
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
