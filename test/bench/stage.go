package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// stage is where scenes are played.
type stage struct {
	dir, program, floor string
	runs                int
}

// result is what a scene took.
type result struct {
	scene           scene
	floor, reaper   usage
	floorSays, says string
}

// build makes a program as it is shipped.
func build(ctx context.Context, to, program string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "timetzdata", "-ldflags", "-s -w", "-o", to, program)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", program, err, out)
	}
	return nil
}

// play runs floor and program in turns.
func (s *stage) play(ctx context.Context, c scene) (result, error) {
	config := filepath.Join(s.dir, "config.yaml")
	if err := os.WriteFile(config, []byte(c.config), 0o600); err != nil {
		return result{}, err
	}
	r := result{scene: c}
	var floors, reapers []usage
	runs := [2]func(w *world) error{
		func(w *world) error { return s.measure(ctx, w, &floors, &r.floorSays, s.floor, s.floorArgs(c)...) },
		func(w *world) error {
			return s.measure(ctx, w, &reapers, &r.says, s.program, append(c.command, "--config", config)...)
		},
	}
	var w *world
	for range s.runs {
		for _, run := range runs {
			if w == nil || c.deletes {
				w.stop()
				var err error
				if w, err = s.open(ctx, c); err != nil {
					return result{}, err
				}
			}
			if err := run(w); err != nil {
				w.stop()
				return result{}, err
			}
		}
	}
	w.stop()
	r.floor, r.reaper = median(floors), median(reapers)
	return r, nil
}

// floorArgs makes the floor do what the program does in a scene.
func (s *stage) floorArgs(c scene) []string {
	args := []string{"floor"}
	if c.deletes {
		args = append(args, "-bodies", s.bodies(), "-pause", c.pause.String())
	}
	return args
}

func (s *stage) bodies() string { return filepath.Join(s.dir, "bodies") }

// world is a simulated tenant in a process of its own.
type world struct {
	cmd       *exec.Cmd
	variables []string
}

// open starts a world and has it render its pages before anything is measured:
// a floor that is not measured asks for all of them.
func (s *stage) open(ctx context.Context, c scene) (*world, error) {
	cmd := exec.CommandContext(ctx, s.program, append([]string{"simulate", "--seed", "1"}, c.simulate...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	w := &world{cmd: cmd}
	for lines := bufio.NewScanner(out); len(w.variables) < 4 && lines.Scan(); {
		if assignment, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			w.variables = append(w.variables, strings.ReplaceAll(assignment, "'", ""))
		}
	}
	if len(w.variables) < 4 {
		w.stop()
		return nil, errors.New("the simulator did not say where it is")
	}
	args := []string{"floor"}
	if c.deletes {
		args = append(args, "-write-bodies", s.bodies())
	}
	var ignored []usage
	var says string
	if err := s.measure(ctx, w, &ignored, &says, s.floor, args...); err != nil {
		w.stop()
		return nil, err
	}
	return w, nil
}

func (w *world) stop() {
	if w == nil {
		return
	}
	_ = w.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	_ = w.cmd.Wait()
}
