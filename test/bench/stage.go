package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// stage runs scenes.
type stage struct {
	dir, program, floor string
	runs                int
}

// result is the cost of a scene, with the last lines that floor and program
// printed.
type result struct {
	scene           scene
	floor, reaper   process.Usage
	floorSays, says string
}

// play runs the floor and the program in turns.
func (s *stage) play(ctx context.Context, c scene) (r result, err error) {
	config := filepath.Join(s.dir, "config.yaml")
	if err := os.WriteFile(config, []byte(c.config), 0o600); err != nil {
		return r, err
	}
	r.scene = c
	var floors, reapers []process.Usage
	run := func(w *process.World, all *[]process.Usage, says *string, program string, args ...string) (err error) {
		var u process.Usage
		u, *says, err = w.Run(ctx, program, args...)
		*all = append(*all, u)
		return err
	}
	var w *process.World
	defer func() { w.Close() }()
	for range s.runs {
		if w, err = s.renew(ctx, c, w); err != nil {
			return r, err
		}
		if err := run(w, &floors, &r.floorSays, s.floor, s.floorArgs(c)...); err != nil {
			return r, err
		}
		if w, err = s.renew(ctx, c, w); err != nil {
			return r, err
		}
		if err := run(w, &reapers, &r.says, s.program, append(c.command, "--config", config)...); err != nil {
			return r, err
		}
	}
	r.floor, r.reaper = process.Median(floors), process.Median(reapers)
	return r, nil
}

// floorArgs returns the arguments with which the floor sends the same requests as
// the program in a scene.
func (s *stage) floorArgs(c scene) []string {
	args := []string{"floor"}
	if c.deletes {
		args = append(args, "-bodies", s.bodies(), "-pause", c.pause.String())
	}
	return args
}

func (s *stage) bodies() string { return filepath.Join(s.dir, "bodies") }

// renew opens the scene's tenant, or a new one if the old one is used up. An
// unmeasured floor first requests all pages, so that the simulator has rendered
// them before anything is measured.
func (s *stage) renew(ctx context.Context, c scene, w *process.World) (*process.World, error) {
	if w != nil && !c.deletes {
		return w, nil
	}
	w.Close()
	w, err := process.Open(ctx, s.program, c.simulate...)
	if err != nil {
		return nil, err
	}
	args := []string{"floor"}
	if c.deletes {
		args = append(args, "-write-bodies", s.bodies())
	}
	_, _, err = w.Run(ctx, s.floor, args...)
	return w, err
}
