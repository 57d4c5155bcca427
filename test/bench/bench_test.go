package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// The test runs small versions of the scenes, so that the benchmark program keeps
// working. It does not check the measured times.
func TestEveryScenePlays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := stage{dir: dir, program: filepath.Join(dir, "aicore-reaper"), floor: filepath.Join(dir, "floor"), runs: 1}
	if err := process.Build(t.Context(), s.program, "cmd/aicore-reaper"); err != nil {
		t.Fatal(err)
	}
	if err := process.Build(t.Context(), s.floor, "test/bench"); err != nil {
		t.Fatal(err)
	}
	want := map[string]struct{ floor, reaper string }{ // what each says that it has done
		"plan, 2":   {"2 groups, 2 requests for pages, 0 for changes", "result: ok"},
		"plan with": {"1 groups, 1 requests for pages, 0 for changes", "result: ok"},
		"delete":    {"20 groups, 40 requests for pages", "result: ok"},
		"plan over": {"1 groups, 1 requests for pages, 0 for changes", "result: ok"},
		"plan, a":   {"1 groups, 1 requests for pages, 0 for changes", "result: ok"},
	}
	for _, c := range scenes(0.002) {
		r, err := s.play(t.Context(), c)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if r.floor.Wall <= 0 || r.reaper.CPU <= 0 || r.reaper.RSS < 1<<20 {
			t.Errorf("%s was not measured: %v, %v", c.name, r.floor, r.reaper)
		}
		for name, says := range want {
			if strings.HasPrefix(c.name, name) && (!strings.Contains(r.floorSays, says.floor) || !strings.Contains(r.says, says.reaper)) {
				t.Errorf("%s: the floor says %q, the program %q", c.name, r.floorSays, r.says)
			}
		}
	}
}

func TestATargetIsMetOnlyInAllItAsksFor(t *testing.T) {
	t.Parallel()
	floor := process.Usage{Wall: time.Second, CPU: time.Second, RSS: 1}
	for name, test := range map[string]struct {
		target target
		reaper process.Usage
		want   bool
	}{
		"all":         {target{wall: 1.5, cpu: 3, rss: 64}, process.Usage{Wall: 1500 * time.Millisecond, CPU: 3 * time.Second, RSS: 64 << 20}, true},
		"not wall":    {target{wall: 1.5, cpu: 3}, process.Usage{Wall: 1501 * time.Millisecond}, false},
		"not CPU":     {target{wall: 1.5, cpu: 3}, process.Usage{CPU: 3001 * time.Millisecond}, false},
		"not memory":  {target{rss: 25}, process.Usage{RSS: 25<<20 + 1}, false},
		"not in time": {target{within: 30 * time.Millisecond}, process.Usage{Wall: 31 * time.Millisecond}, false},
	} {
		if got := test.target.met(result{floor: floor, reaper: test.reaper}); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
