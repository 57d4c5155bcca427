package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// stage is where scenes are played.
type stage struct {
	dir, program, floor string
	runs                int
}

// result is what a scene took, and the last lines that floor and program printed.
type result struct {
	scene           scene
	floor, reaper   process.Usage
	floorSays, says string
}

// play runs floor and program in turns.
func (s *stage) play(ctx context.Context, c scene) (r result, err error) {
	r.scene = c
	if err := os.WriteFile(s.config(), []byte(s.configOf(c)), 0o600); err != nil {
		return r, err
	}
	if err := os.Remove(s.bodies()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, err
	}
	var floors, reapers []process.Usage
	var w *process.World
	defer func() { w.Close() }()
	run := func(all *[]process.Usage, says *string, program string, args ...string) (err error) {
		if w, err = s.renew(ctx, c, w); err != nil {
			return err
		}
		var u process.Usage
		u, *says, err = w.Run(ctx, program, args...)
		*all = append(*all, u)
		return err
	}
	for range s.runs {
		if err := run(&floors, &r.floorSays, s.floor, s.floorArgs(c)...); err != nil {
			return r, err
		}
		if err := run(&reapers, &r.says, s.program, s.args(c)...); err != nil {
			return r, err
		}
	}
	r.floor, r.reaper = process.Median(floors), process.Median(reapers)
	return r, nil
}

func (s *stage) config() string   { return filepath.Join(s.dir, "config.yaml") }
func (s *stage) bodies() string   { return filepath.Join(s.dir, "bodies") }
func (s *stage) textfile() string { return filepath.Join(s.dir, "metrics.prom") }
func (s *stage) audit() string    { return filepath.Join(s.dir, "audit.jsonl") }

func (s *stage) configOf(c scene) string {
	if !c.written {
		return head + c.policies
	}
	return head + fmt.Sprintf("metrics: {textfile: %q}\naudit: {file: %q}\n", s.textfile(), s.audit()) + c.policies
}

func (s *stage) args(c scene) []string {
	args := append([]string(nil), c.command...)
	if c.written {
		args = append(args, "-o", "json")
	}
	return append(args, "--config", s.config())
}

// floorArgs makes the floor do what the program does in a scene.
func (s *stage) floorArgs(c scene) []string {
	args := []string{"floor"}
	if c.enforces {
		args = append(args, "-bodies", s.bodies(), "-pause", verifyPause.String())
	}
	return args
}

// renew opens the scene's world, or a new one where the old one is spent. It has
// its pages rendered before anything is measured: a floor that is not measured asks
// for all of them. What the last run wrote is gone.
func (s *stage) renew(ctx context.Context, c scene, w *process.World) (*process.World, error) {
	if w != nil && !c.enforces {
		return w, nil
	}
	w.Close()
	for _, written := range []string{s.textfile(), s.audit()} {
		if err := os.Remove(written); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	w, err := process.Open(ctx, s.program, c.simulate...)
	if err != nil {
		return nil, err
	}
	if _, _, err = w.Run(ctx, s.floor, "floor"); err == nil && c.enforces {
		err = s.writeBodies(ctx, w)
	}
	return w, err
}
