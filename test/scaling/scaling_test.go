package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

func TestAPointIsMeasured(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := lab{dir: dir, program: filepath.Join(dir, "aicore-reaper"), runs: 1}
	if err := process.Build(t.Context(), l.program, "cmd/aicore-reaper"); err != nil {
		t.Fatal(err)
	}
	c := curves(0.001)[0]
	c.sizes = c.sizes[:2]
	points, err := l.measure(t.Context(), c)
	if err != nil || len(points) != 2 || points[1].Wall <= 0 || points[1].RSS < 1<<20 {
		t.Errorf("%+v, %v", points, err)
	}
}

func TestPicturesAreWellFormed(t *testing.T) {
	t.Parallel()
	for _, c := range curves(1) {
		var points []point
		for i, n := range c.sizes {
			points = append(points, point{n, process.Usage{Wall: time.Duration(i+1) * 37 * time.Millisecond, CPU: time.Duration(i) * time.Millisecond, RSS: int64(20+7*i) << 20}})
		}
		text := string(draw(c, points))
		for d := xml.NewDecoder(strings.NewReader(text)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", c.file, err)
			}
		}
		if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") || strings.Count(text, "<circle") != 3*len(points) {
			t.Errorf("%s:\n%s", c.file, text)
		}
		if path := os.Getenv("SCALING_PICTURES"); path != "" { // to look at
			if err := os.WriteFile(filepath.Join(path, c.file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAxesHoldTheirValues(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]axis{
		"decades": decades(100, 0.012, 3.4), "one value": decades(100, 1), "from zero": fromZero(100, 21.5, 48), "small": fromZero(100, 0.003),
	} {
		ticks := a.ticks()
		if len(ticks) < 2 || len(ticks) > 8 || a.at(ticks[0]) != 0 || a.at(a.high) < 99.9 || a.at(a.high) > 100.1 {
			t.Errorf("%s: %+v with %v", name, a, ticks)
		}
	}
}

func TestTheConfigsAreValid(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 100} {
		if c, _, err := config.Parse("scaling.yaml", []byte(configOf(n))); err != nil || len(c.Set.Policies) != n {
			t.Errorf("%d policies: %v", n, err)
		}
	}
}
