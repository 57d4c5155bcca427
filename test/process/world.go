package process

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// Module is the path of the program's module.
const Module = "github.com/aicore-reaper/aicore-reaper"

// Build makes a program of the module as it is shipped.
func Build(ctx context.Context, to, program string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "timetzdata", "-ldflags", "-s -w", "-o", to, Module+"/"+program)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", program, err, out)
	}
	return nil
}

// World is a simulated tenant in a process of its own.
type World struct {
	cmd       *exec.Cmd
	variables []string // that lead to it
}

// Open starts a world by `program simulate` with these flags. It ends with Close,
// or with ctx.
func Open(ctx context.Context, program string, flags ...string) (*World, error) {
	return OpenBy(ctx, program, append([]string{"simulate", "--seed", "1"}, flags...)...)
}

// OpenBy starts a world by another command, which prints what `simulate` prints.
func OpenBy(ctx context.Context, program string, args ...string) (*World, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	w := &World{cmd: cmd}
	for lines := bufio.NewScanner(out); len(w.variables) < 4 && lines.Scan(); {
		if assignment, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			w.variables = append(w.variables, strings.ReplaceAll(assignment, "'", ""))
		}
	}
	if len(w.variables) < 4 {
		w.Close()
		return nil, errors.New("the simulator did not say where it is")
	}
	return w, nil
}

// environment is that of a process in the world: nothing else leads elsewhere.
func (w *World) environment() []string {
	own := []string{"HOME=" + os.TempDir()}
	if w == nil {
		return own
	}
	return append(own, w.variables...)
}

// Close ends the world, and waits until it has ended. A nil one has.
func (w *World) Close() {
	if w == nil {
		return
	}
	_ = w.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	_ = w.cmd.Wait()
}
