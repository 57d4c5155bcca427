package main

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// TestMain has the binary of the tests be the program and this command as well, so
// that nothing needs to be built.
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "aicore-reaper":
		cli.Main()
	case "scaling":
		main()
	}
	os.Exit(m.Run())
}

func newLab(t *testing.T) *lab {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	l := &lab{dir: dir, program: filepath.Join(dir, "aicore-reaper"), self: filepath.Join(dir, "scaling"), runs: 1}
	for _, name := range []string{l.program, l.self} {
		if err := os.Symlink(binary, name); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// Every curve is measured in small, so that the program that measures works on the
// day on which somebody wants to know.
func TestEveryCurveIsMeasured(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("whole processes are run, and the race detector is for what is in one")
	}
	for _, c := range curves(0.002) {
		t.Run(c.title, func(t *testing.T) {
			t.Parallel()
			c.sizes = []int{c.sizes[0], c.sizes[len(c.sizes)-1]}
			points, err := c.points(t.Context(), newLab(t))
			if err != nil || len(points) != 2 || points[1].Wall <= 0 || points[1].RSS < 1<<20 {
				t.Errorf("%+v, %v", points, err)
			}
		})
	}
}

func TestTheExponentIsThatOfTheUpperPoints(t *testing.T) {
	t.Parallel()
	n := []float64{1, 10, 100, 1000, 10000, 100000}
	for name, test := range map[string]struct {
		figure func(n float64) float64
		want   float64
	}{
		"linear over a constant":    {func(n float64) float64 { return 100 + n }, 1},
		"quadratic over a constant": {func(n float64) float64 { return 100 + n*n }, 2},
		"n log n":                   {func(n float64) float64 { return n * math.Log2(n+1) }, 1.13},
		"a constant":                {func(float64) float64 { return 20 }, 0},
		"falling":                   {func(n float64) float64 { return 100 / n }, -1},
	} {
		var figures []float64
		for _, n := range n {
			figures = append(figures, test.figure(n))
		}
		if got := exponent(n, figures); math.Abs(got-test.want) > 0.06 {
			t.Errorf("%s: %.3f, want %.2f", name, got, test.want)
		}
	}
}

func TestGrowthBeyondALineIsSaid(t *testing.T) {
	t.Parallel()
	c := curve{title: "once"}
	for g, want := range map[growth]string{
		{1.15, 1.15}: "", {0.2, -0.1}: "", {1.16, 1}: "once: CPU time grows like n^1.16, more than n^1.15",
		{2, 3}: "once: CPU time grows like n^2.00, more than n^1.15\nonce: memory grows like n^3.00, more than n^1.15",
	} {
		if got := g.excess(c); got != want {
			t.Errorf("%v: %q, want %q", g, got, want)
		}
	}
}

func TestTheAgeThatSoManyHavePassed(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]time.Duration{81_000: 0, 0: oldest, 56_000: 33 * 24 * time.Hour} {
		if got := ageOf(n, 100_000); (got - want).Abs() > 24*time.Hour {
			t.Errorf("%d of 100,000 are older than %v, want %v", n, got, want)
		}
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
		if c, _, err := config.Parse("scaling.yaml", []byte(head+backlog(usualAge)+lookers(n-1))); err != nil || len(c.Set.Policies) != n {
			t.Errorf("%d policies: %v", n, err)
		}
	}
}
