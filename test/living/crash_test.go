package living

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

var crashWorlds = flag.Int("crash-worlds", 2, "in how many small worlds a process dies at each place")

// place is where a process dies: at a boundary, by number from 1, and, of a write
// just before it, how far it got. The zero place is nowhere.
type place struct {
	boundary int
	tear     int // 0: the write is whole; else the number of a tear in what it wrote
}

// mortal stands between one process and the tenant, and ends the process: what it
// asks then is not carried out or not answered, and its files stay as they are.
type mortal struct {
	world  *world
	name   string // of the process
	files  files
	at     place
	places []place // those there were
	seen   int
	before snapshot // of the boundary before
	dead   bool
	kill   context.CancelFunc
	left   string // the directory that a dead process leaves its files in
}

func (m *mortal) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.Header.Get("User-Agent") != m.name {
		m.world.ServeHTTP(rw, r)
		return
	}
	if m.passes() { // before it leaves
		panic(http.ErrAbortHandler)
	}
	if m.at.boundary == m.seen+1 { // carried out, and not answered
		m.world.ServeHTTP(httptest.NewRecorder(), r)
		m.passes()
		panic(http.ErrAbortHandler)
	}
	m.world.ServeHTTP(rw, r)
	m.passes()
}

// passes counts a boundary, and reports whether the process is dead.
func (m *mortal) passes() bool {
	if m.dead {
		return true
	}
	m.seen++
	now := shoot(m.files.dir)
	torn := now.tears(m.before)
	m.before = now
	if m.at.boundary == 0 {
		for tear := range 1 + len(torn) {
			m.places = append(m.places, place{m.seen, tear})
		}
	}
	if m.seen != m.at.boundary {
		return false
	}
	m.dead = true
	if err := os.CopyFS(m.left, os.DirFS(m.files.dir)); err != nil {
		panic(err)
	}
	if m.at.tear > 0 {
		torn[m.at.tear-1](m.left)
	}
	m.world.note("%s dies", m.name)
	m.kill()
	return true
}

// dies has a process die at a place of the world of a seed, starts another on its
// files, and judges both. It returns the places that there are.
func dies(t *testing.T, seed uint64, at place) (w *world, places []place) {
	t.Helper()
	dir, left := inMemory(t), inMemory(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(26 * 365 * day)
		w = newTenant(t, seed)
		w.alive = seed%2 == 0
		w.fill("prod-a", 1)
		w.fill("team-a", 4)
		w.fill("team-b", 2)
		ctx, kill := context.WithCancel(t.Context())
		defer kill()
		m := &mortal{world: w, name: "first", files: files{dir}, at: at, kill: kill, left: left, before: shoot(dir)}
		transport, end := serveInTurns(m, func([]*parked) int { return 0 })
		defer end()
		first := w.starts(t, "first", policies, files{dir}, transport)
		w.named("first").files = files{dir}
		first.between = func() { m.passes() }
		r := first.sweep(ctx)
		places = m.places
		next := files{dir}
		if m.dead {
			next = files{left}
		} else {
			w.check(r)
		}
		w.resumes(t, next, transport)
	})
	return w, places
}

// resumes has two more processes go on with what a first one left, in a tenant that
// is still, and judges what it finds and leaves.
func (w *world) resumes(t *testing.T, f files, transport *http.Transport) {
	w.alive = false
	w.simulator.StopFaults()
	w.calm()
	settle()
	stopped, deleted := counted(t, f)
	for _, name := range []string{"second", "third"} {
		p := w.starts(t, name, policies, f, transport)
		w.named(name).files = f
		r := p.sweep(t.Context())
		w.check(r)
		for row := range r.Rows.All() {
			if row.Stopped {
				stopped++
			}
			if row.Deleted {
				deleted++
			}
		}
		if err := p.audit.Close(); err != nil {
			w.fail("the audit log is not whole: %v", err)
		}
		settle()
	}
	if left := w.left(); len(left) > 0 {
		w.fail("after two sweeps there are left: %v", left)
	}
	if s, d := counted(t, f); s != stopped || d != deleted {
		w.fail("the textfile counts %d stopped and %d deleted, it should be %d and %d", s, d, stopped, deleted)
	}
	if done := w.done("DELETED"); deleted > done {
		w.fail("%d deletions are counted, and %d were taken", deleted, done)
	}
	if done := w.done("STOPPED"); stopped > done {
		w.fail("%d stops are counted, and %d were taken", stopped, done)
	}
	w.checkAudit(t, f)
}

// done is how many changes to a state the tenant took.
func (w *world) done(target string) (n int) {
	for _, c := range w.simulator.Changes() {
		if c.Accepted && c.Target == target {
			n++
		}
	}
	return n
}

// A process may die anywhere: before a request leaves, after it was carried out
// and before the answer, and in the middle of any write. The next one goes on.
func TestEveryPlaceToDie(t *testing.T) {
	t.Parallel()
	died := 0
	if process.Raced {
		*crashWorlds = min(*crashWorlds, 1)
	}
	for seed := uint64(1); seed <= uint64(*crashWorlds); seed++ {
		w, places := dies(t, seed, place{})
		reported(t, w, place{})
		for _, at := range places {
			w, _ := dies(t, seed, at)
			reported(t, w, at)
			died++
		}
	}
	t.Logf("%d places to die in %d worlds", died, *crashWorlds)
}

// inMemory is a directory that takes no disk, where there is such a thing.
func inMemory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "living")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func reported(t *testing.T, w *world, at place) {
	t.Helper()
	for _, failure := range w.failures {
		t.Errorf("world %d (%v), dead at %+v: %s", w.seed, w.faults, at, failure)
	}
	if len(w.failures) > 0 && testing.Verbose() {
		for _, line := range w.history {
			t.Log(line)
		}
	}
}

// snapshot is the size of each file below a directory.
type snapshot map[string]int64

func shoot(dir string) snapshot {
	s := make(snapshot)
	_ = filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			if name, err := filepath.Rel(dir, path); err == nil {
				s[name] = info.Size()
			}
		}
		return nil
	})
	return s
}
