package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// lab is where curves are measured.
type lab struct {
	dir, program, self string // self makes worlds that the program does not
	runs               int
}

func (l *lab) path(name string) string { return filepath.Join(l.dir, name) }

// configure writes a config, and returns where.
func (l *lab) configure(text string) (string, error) {
	path := l.path("config.yaml")
	return path, os.WriteFile(path, []byte(text), 0o600)
}

// open makes a world in which changes are done at once.
func (l *lab) open(ctx context.Context, t tenant) (*process.World, error) {
	groups := min(t.groups, t.executions)
	if t.scenarios > 0 {
		return process.OpenBy(ctx, l.self, "world", strconv.Itoa(groups), strconv.Itoa(t.executions), strconv.Itoa(t.scenarios))
	}
	return process.Open(ctx, l.program, "--resource-groups", strconv.Itoa(groups), "--executions", strconv.Itoa(t.executions), "--settle", "0s")
}

// sweep measures enforcing sweeps with textfile, audit log and JSON, each in a new
// world. A plan before, which does not count, has its pages rendered.
func (l *lab) sweep(ctx context.Context, t tenant, policies string) (process.Usage, error) {
	config, err := l.configure(head + fmt.Sprintf("metrics: {textfile: %q}\naudit: {file: %q}\n", l.path("metrics.prom"), l.path("audit.jsonl")) + policies)
	if err != nil {
		return process.Usage{}, err
	}
	return l.median(func() (process.Usage, error) {
		if err := l.clear("metrics.prom", "audit.jsonl"); err != nil {
			return process.Usage{}, err
		}
		w, err := l.open(ctx, t)
		if err != nil {
			return process.Usage{}, err
		}
		defer w.Close()
		if _, _, err := w.Run(ctx, l.program, "plan", "--config", config); err != nil {
			return process.Usage{}, err
		}
		u, _, err := w.Run(ctx, l.program, "once", "--enforce", "-o", "json", "--config", config)
		return u, err
	})
}

// median measures several times.
func (l *lab) median(one func() (process.Usage, error)) (process.Usage, error) {
	all := make([]process.Usage, l.runs)
	for i := range all {
		var err error
		if all[i], err = one(); err != nil {
			return process.Usage{}, err
		}
	}
	return process.Median(all), nil
}

func (l *lab) clear(names ...string) error {
	for _, name := range names {
		if err := os.RemoveAll(l.path(name)); err != nil {
			return err
		}
	}
	return nil
}
