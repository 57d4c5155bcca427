package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// TestMain has the binary of the tests be the program and the floor as well, so
// that nothing needs to be built.
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "aicore-reaper":
		cli.Main()
	case "floor":
		main()
	}
	os.Exit(m.Run())
}

// newStage makes a stage whose programs are this binary.
func newStage(t *testing.T) *stage {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := &stage{dir: dir, program: filepath.Join(dir, "aicore-reaper"), floor: filepath.Join(dir, "floor"), runs: 1}
	for _, name := range []string{s.program, s.floor} {
		if err := os.Symlink(self, name); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// The scenes are played in small, so that the program that measures works on the
// day on which somebody wants to know. What they take is not looked at.
func TestEveryScenePlays(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("whole processes are run, and the race detector is for what is in one")
	}
	want := map[string]struct{ floor, reaper string }{ // what each says that it has done
		"once, 200 executions in 1 groups":   {"1 groups, 2 requests for pages, 2 for changes", "result: ok"},
		"once, 200 executions in 1 groups, ": {"1 groups, 2 requests for pages, 2 for changes", `"freed":`},
		"once, 2,000":                        {"2 groups, 4 requests for pages, 12 for changes", `"freed":`},
		"once, 200 executions in 2 groups":   {"2 groups, 4 requests for pages, 2 for changes", "result: ok"},
		"once, 200 executions in 2 groups, ": {"2 groups, 4 requests for pages, 2 for changes", `"freed":`},
		"plan, 2,000":                        {"2 groups, 2 requests for pages, 0 for changes", "result: ok"},
		"plan with keep":                     {"1 groups, 1 requests for pages, 0 for changes", "result: ok"},
		"plan over":                          {"1 groups, 1 requests for pages, 0 for changes", "result: ok"},
		"plan of a dozen":                    {"1 groups, 1 requests for pages, 0 for changes", "result: ok"},
	}
	for _, c := range scenes(0.002) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := newStage(t).play(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if r.floor.Wall <= 0 || r.reaper.CPU <= 0 || r.reaper.RSS < 1<<20 {
				t.Errorf("it was not measured: %v, %v", r.floor, r.reaper)
			}
			longest := ""
			for name := range want {
				if strings.HasPrefix(c.name, name) && len(name) > len(longest) {
					longest = name
				}
			}
			if says, ok := want[longest]; !ok || !strings.Contains(r.floorSays, says.floor) || !strings.Contains(r.says, says.reaper) {
				t.Errorf("the floor says %q, the program %q", r.floorSays, r.says)
			}
		})
	}
}

// What the floor deletes is what the program deletes: about 56 of 100 executions.
func TestTheFloorSendsWhatThePlanSays(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("whole processes are run, and the race detector is for what is in one")
	}
	s := newStage(t)
	c := sweeps(func(n int) int { return max(1, n/100) })[3]
	c.written = true
	if _, err := s.play(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	bodies, err := os.ReadFile(s.bodies())
	if err != nil {
		t.Fatal(err)
	}
	audited, err := os.ReadFile(s.audit())
	if err != nil {
		t.Fatal(err)
	}
	sent := bytes.Count(bodies, []byte(`"targetStatus":"DELETED"`))
	if decided := bytes.Count(audited, []byte(`"event":"decision"`)); sent != decided || sent < 520 || sent > 600 {
		t.Errorf("of 1,000 executions the floor deletes %d, the program %d", sent, decided)
	}
}

func TestADaemonIsLookedAtBetweenSweeps(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("whole processes are run, and the race detector is for what is in one")
	}
	r, err := newStage(t).atRest(t.Context(), rest{executions: 20, groups: 2, few: 1, many: 2})
	if err != nil || r.sweeps != 2 || r.after < 1<<20 || r.later < 1<<20 {
		t.Errorf("%+v, %v", r, err)
	}
	for name, test := range map[string]struct {
		r    rest
		want bool
	}{
		"flat": {rest{after: 38 << 20, later: 39 << 20}, true}, "large": {rest{after: 41 << 20, later: 41 << 20}, false}, "growing": {rest{after: 20 << 20, later: 30 << 20}, false},
	} {
		if test.r.met() != test.want {
			t.Errorf("%s: %v", name, test.r.met())
		}
	}
}

func TestSeriesAreCounted(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("whole processes are run, and the race detector is for what is in one")
	}
	if n, err := newStage(t).series(t.Context(), 600); err != nil || n < 500 {
		t.Errorf("%d series, %v", n, err)
	}
	if n, err := countSeries(strings.NewReader("# HELP a b\n# TYPE a gauge\na 1\na{b=\"c\"} 2\n\n")); n != 2 || err != nil {
		t.Errorf("%d series, %v", n, err)
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
