package archive_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

const key = "team-a/churn/2026-05-02/e-01.json.gz"

// place writes a text to the path of a copy.
func (b *bench) place(t *testing.T, text []byte) string {
	t.Helper()
	path := filepath.Join(b.dir, key)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFileThatIsThereCountsOnlyWhereItReadsBackWhole(t *testing.T) {
	t.Parallel()
	one, other := ran("e-01", time.Hour), ran("e-02", time.Hour)
	source := open(t, one, other)
	for _, e := range []simulator.Execution{one, other} {
		if err := source.Save(t.Context(), "team-a", listed(e)); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join(source.dir, filepath.Dir(key), name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	whole := read("e-01.json.gz")
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-20] ^= 1
	for name, test := range map[string]struct {
		text   []byte
		counts bool
	}{
		"a whole copy":           {whole, true},
		"nothing":                {nil, false},
		"half a copy":            {whole[:len(whole)/2], false},
		"all but the last byte":  {whole[:len(whole)-1], false},
		"a copy with a flip":     {flipped, false},
		"a copy of another":      {read("e-02.json.gz"), false},
		"a copy and more":        {append(bytes.Clone(whole), 'x'), false},
		"what is not compressed": {[]byte(`{"resourceGroup":"team-a","execution":{"id":"e-01"}}`), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := open(t, one)
			path := b.place(t, test.text)
			if err := b.Save(t.Context(), "team-a", listed(one)); err != nil {
				t.Fatal(err)
			}
			after, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if kept := bytes.Equal(after, test.text); kept != test.counts {
				t.Errorf("it is kept: %v", kept)
			}
			if asked := len(b.sim.Requests()) > 0; asked == test.counts {
				t.Errorf("the API was asked: %v", asked)
			}
			b.find(t, "e-01")
		})
	}
}

func TestCopiesAreForTheOwnerAndTheGroupAlone(t *testing.T) {
	t.Parallel()
	e := ran("e-01", time.Hour)
	b := open(t, e)
	if err := b.Save(t.Context(), "team-a", listed(e)); err != nil {
		t.Fatal(err)
	}
	for path, most := range map[string]os.FileMode{"": 0o750, "team-a": 0o750, filepath.Dir(key): 0o750, key: 0o640} {
		info, err := os.Stat(filepath.Join(b.dir, path))
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode&^most != 0 || mode&0o600 != 0o600 {
			t.Errorf("%s has mode %o", path, mode)
		}
	}
}

func TestACopyThatIsNotWrittenLeavesNothing(t *testing.T) {
	t.Parallel()
	e := ran("e-01", time.Hour)
	b := open(t, e)
	// A directory that is not empty cannot be replaced by a file.
	if err := os.MkdirAll(filepath.Join(b.dir, key, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := b.Save(t.Context(), "team-a", listed(e)); err == nil {
		t.Error("a copy that is not there counts as kept")
	}
	if files := b.files(t); len(files) > 0 {
		t.Errorf("left behind: %v", files)
	}
}

func TestManyCopiesAtOnceAndOneExecutionTwice(t *testing.T) {
	t.Parallel()
	var executions []simulator.Execution
	for i := range 12 {
		executions = append(executions, ran(fmt.Sprintf("e-%03d", i), time.Hour))
	}
	b := open(t, executions...)
	var all sync.WaitGroup
	for _, e := range executions {
		for range 3 {
			all.Go(func() {
				if err := b.Save(t.Context(), "team-a", listed(e)); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	for _, e := range executions {
		b.find(t, e.ID)
	}
	if files := b.files(t); len(files) != len(executions) {
		t.Errorf("%d files: %v", len(files), files)
	}
}

func TestAFolderThatWasRemovedIsMadeAgain(t *testing.T) {
	t.Parallel()
	one, other := ran("e-01", time.Hour), ran("e-02", time.Hour)
	b := open(t, one, other)
	if err := b.Save(t.Context(), "team-a", listed(one)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(b.dir, "team-a")); err != nil {
		t.Fatal(err)
	}
	if err := b.Save(t.Context(), "team-a", listed(other)); err != nil {
		t.Fatal(err)
	}
	b.find(t, "e-02")
}

func TestWhatAKilledWriterLeftIsRemovedInTime(t *testing.T) {
	t.Parallel()
	e := ran("e-01", time.Hour)
	b := open(t, e)
	path := b.place(t, nil)
	for name, age := range map[string]time.Duration{"old": 25 * time.Hour, "young": 23 * time.Hour} {
		file := filepath.Join(filepath.Dir(path), ".e-00.json.gz."+name+".tmp")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, noon.Add(-age), noon.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Save(t.Context(), "team-a", listed(e)); err != nil {
		t.Fatal(err)
	}
	if files := b.files(t); len(files) != 2 || !strings.Contains(files[0], "young") {
		t.Errorf("the archive holds %v", files)
	}
}

func BenchmarkSave(b *testing.B) {
	for _, atOnce := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(atOnce), func(b *testing.B) {
			e := ran("e-01", time.Minute)
			bench := open(b, e)
			gate := make(chan struct{}, atOnce)
			var all sync.WaitGroup
			for i := range b.N {
				gate <- struct{}{}
				all.Go(func() {
					defer func() { <-gate }()
					one := listed(e)
					one.ID = fmt.Sprintf("e-%06d", i)
					if err := bench.Save(b.Context(), "team-a", one); err != nil {
						b.Error(err)
					}
				})
			}
			all.Wait()
		})
	}
}
