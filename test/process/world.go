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

// Build builds a program of the module as it is released.
func Build(ctx context.Context, to, program string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "timetzdata", "-ldflags", "-s -w", "-o", to, Module+"/"+program)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", program, err, out)
	}
	return nil
}

// World is a simulated tenant in its own process.
type World struct {
	cmd       *exec.Cmd
	variables []string // with which clients reach it
}

// Open starts a world with `program simulate` and these flags. It ends with Close
// or with ctx.
func Open(ctx context.Context, program string, flags ...string) (*World, error) {
	cmd := exec.CommandContext(ctx, program, append([]string{"simulate", "--seed", "1"}, flags...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	w := &World{cmd: cmd, variables: []string{"HOME=" + os.TempDir()}} // nothing else that could lead elsewhere
	for lines := bufio.NewScanner(out); len(w.variables) < 5 && lines.Scan(); {
		if assignment, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			w.variables = append(w.variables, strings.ReplaceAll(assignment, "'", ""))
		}
	}
	if len(w.variables) < 5 {
		w.Close()
		return nil, errors.New("the simulator did not say where it is")
	}
	return w, nil
}

// Close ends the world and waits until it has ended. It does nothing for nil.
func (w *World) Close() {
	if w == nil {
		return
	}
	_ = w.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	_ = w.cmd.Wait()
}
