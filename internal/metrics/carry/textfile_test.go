package carry

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

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

// A pipe in its place would keep the sweep waiting for a reader.
func TestATextfileThatIsNoFileIsAnError(t *testing.T) {
	t.Parallel()
	f := newTextfile(t)
	if err := syscall.Mkfifo(f.Path, 0o600); err != nil {
		t.Skip(err)
	}
	if err := f.Write(t.Context(), process(true)); err == nil || !strings.Contains(err.Error(), "is not a file") {
		t.Errorf("error %v", err)
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

// hold takes the lock as another process would.
func hold(t *testing.T, path string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
}

func TestALockThatIsNotHadIsAnErrorInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newTextfile(t)
		hold(t, f.Path+".lock")
		began := time.Now()
		err := f.Write(t.Context(), process(true))
		if took := time.Since(began); took != lockPatience {
			t.Errorf("it was waited for %s", took)
		}
		if err == nil || !strings.Contains(err.Error(), f.Path+".lock: another process has held it for 10s: end that process") {
			t.Errorf("error %v", err)
		}
		if _, err := os.Stat(f.Path); !os.IsNotExist(err) {
			t.Errorf("the file was written: %v", err)
		}
		if info, err := os.Stat(f.Path + ".lock"); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the lock can be held by others: %v", info.Mode())
		}
	})
}

func TestWaitingForALockCanBeInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newTextfile(t)
		hold(t, f.Path+".lock")
		interrupted := errors.New("interrupted")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(3*time.Second, func() { cancel(interrupted) })
		began := time.Now()
		if err := f.Write(ctx, process(true)); !errors.Is(err, interrupted) || time.Since(began) > 4*time.Second {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
	})
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

// manySeries are so many series of one counter, 100 bytes of text each.
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
