package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The scenes are played in small, so that the program that measures works on the
// day on which somebody wants to know. What they take is not looked at.
func TestEveryScenePlays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := stage{dir: dir, program: filepath.Join(dir, "aicore-reaper"), floor: filepath.Join(dir, "floor"), runs: 1}
	if err := build(t.Context(), s.program, "github.com/aicore-reaper/aicore-reaper/cmd/aicore-reaper"); err != nil {
		t.Fatal(err)
	}
	if err := build(t.Context(), s.floor, "github.com/aicore-reaper/aicore-reaper/test/bench"); err != nil {
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
		if r.floor.wall <= 0 || r.reaper.cpu <= 0 || r.reaper.rss < 1<<20 {
			t.Errorf("%s was not measured: %v, %v", c.name, r.floor, r.reaper)
		}
		for name, says := range want {
			if strings.HasPrefix(c.name, name) && (!strings.Contains(r.floorSays, says.floor) || !strings.Contains(r.says, says.reaper)) {
				t.Errorf("%s: the floor says %q, the program %q", c.name, r.floorSays, r.says)
			}
		}
	}
}

func TestTheMedianIsTakenOfEachFigure(t *testing.T) {
	t.Parallel()
	got := median([]usage{{wall: 3, cpu: 1, rss: 9}, {wall: 1, cpu: 2, rss: 7}, {wall: 2, cpu: 3, rss: 8}})
	if want := (usage{wall: 2, cpu: 2, rss: 8}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestATargetIsMetOnlyInAllItAsksFor(t *testing.T) {
	t.Parallel()
	floor := usage{wall: time.Second, cpu: time.Second, rss: 1}
	for name, test := range map[string]struct {
		target target
		reaper usage
		want   bool
	}{
		"all":         {target{wall: 1.5, cpu: 3, rss: 64}, usage{wall: 1500 * time.Millisecond, cpu: 3 * time.Second, rss: 64 << 20}, true},
		"not wall":    {target{wall: 1.5, cpu: 3}, usage{wall: 1501 * time.Millisecond}, false},
		"not CPU":     {target{wall: 1.5, cpu: 3}, usage{cpu: 3001 * time.Millisecond}, false},
		"not memory":  {target{rss: 25}, usage{rss: 25<<20 + 1}, false},
		"not in time": {target{within: 30 * time.Millisecond}, usage{wall: 31 * time.Millisecond}, false},
	} {
		if got := test.target.met(result{floor: floor, reaper: test.reaper}); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestOnlyThePartBetweenTheMarkersIsWritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "p.md")
	for before, want := range map[string]string{
		"a\n" + opening + "old\n" + closing + "z\n": "a\n" + opening + "new\n" + closing + "z\n",
		"no place":              "",
		"half\n" + opening + "": "",
	} {
		if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
		err := replacePart(path, "new\n")
		if (err == nil) != (want != "") {
			t.Errorf("%q: %v", before, err)
		}
		if got, _ := os.ReadFile(path); want != "" && string(got) != want || want == "" && string(got) != before {
			t.Errorf("%q became %q", before, got)
		}
	}
}
