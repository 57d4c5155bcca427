package carry

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

func newTextfile(t testing.TB) Textfile {
	t.Helper()
	return Textfile{Path: filepath.Join(t.TempDir(), "reaper.prom")}
}

func TestTenProcessesMakeOneSeriesInATextfile(t *testing.T) {
	t.Parallel()
	f := newTextfile(t)
	tenRuns(t, func(own prometheus.Gatherer) error { return f.Announce(t.Context(), own) },
		func(own prometheus.Gatherer) error { return f.Write(t.Context(), own) })
	all, err := readTextfile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	want(t, all, afterTen...)
	for path, mode := range map[string]os.FileMode{f.Path: 0o644, f.Path + ".lock": 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(f.Path), ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind are %v, %v", left, err)
	}
}

func TestProcessesThatWriteOneTextfileLoseNothing(t *testing.T) {
	t.Parallel()
	f := newTextfile(t)
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if err := f.Write(t.Context(), process(true)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	read, err := readTextfile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	want(t, read, `sweeps_total{result="ok"} 10`)
}

func TestATextfileThatCannotBeReadIsKeptAside(t *testing.T) {
	t.Parallel()
	f := newTextfile(t)
	if err := os.WriteFile(f.Path, []byte("no metrics {"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(t.Context(), process(true)); err == nil || !strings.Contains(err.Error(), ".unreadable") {
		t.Errorf("error %v", err)
	}
	if aside, err := os.ReadFile(f.Path + ".unreadable"); err != nil || string(aside) != "no metrics {" {
		t.Errorf("%s, %v", aside, err)
	}
	if _, err := readTextfile(f.Path); err != nil {
		t.Error(err)
	}
}

func TestWhatAKilledWriterLeftIsNotInTheWay(t *testing.T) {
	t.Parallel()
	f := newTextfile(t)
	left := filepath.Join(filepath.Dir(f.Path), ".reaper.prom.tmp")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(t.Context(), process(true)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
}

func TestEachShardWritesATextfileOfItsOwn(t *testing.T) {
	t.Parallel()
	f := newTextfile(t)
	for range 2 {
		for _, shard := range []string{"0", "1"} {
			f.Shard = shard
			if err := f.Write(t.Context(), process(true)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, shard := range []string{"0", "1"} {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(f.Path), "reaper-shard-"+shard+".prom"))
		if err != nil {
			t.Fatal(err)
		}
		if line := `executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn",shard="` + shard + `"} 4` + "\n"; !strings.Contains(string(text), line) {
			t.Errorf("no line %s in\n%s", line, text)
		}
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "#") && strings.Count(line, `shard="`+shard+`"`) != 1 {
				t.Errorf("%s would be in two files", line)
			}
		}
	}
	if _, err := os.Stat(f.Path); !os.IsNotExist(err) {
		t.Errorf("the file without a shard: %v", err)
	}
}

// manySeries returns n series of one counter, each with 100 bytes of text.
func manySeries(n int) *prometheus.Registry {
	r := prometheus.NewRegistry()
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "executions_deleted_total"}, []string{"policy", "resource_group", "scenario"})
	r.MustRegister(c)
	for i := range n {
		c.WithLabelValues("dead-after-3d", fmt.Sprintf("team-%05d", i/100), fmt.Sprintf("scenario-%03d", i%100)).Inc()
	}
	return r
}

func BenchmarkWriteTextfile(b *testing.B) {
	for _, n := range []int{6_250, 12_500, 25_000, 50_000} {
		b.Run(fmt.Sprintf("%.1f MB", float64(n)/10_000), func(b *testing.B) {
			f := newTextfile(b)
			own := manySeries(n)
			for b.Loop() {
				if err := f.Write(b.Context(), own); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
