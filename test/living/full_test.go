//go:build linux || darwin

package living

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

var sizes = flag.Int("sizes", 16, "how many sizes of files there is no more room than")

const noRoom = "LIVING_NO_ROOM"

// A limit to the size of files is one of the whole process, so that a process of
// its own has it.
func TestNoRoomAtAnyWrite(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("whole processes are run, and the race detector is for what is in one")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestNoRoomHere$", "-test.v", fmt.Sprint("-sizes=", *sizes))
	cmd.Env = append(os.Environ(), noRoom+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestNoRoomHere") {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// TestNoRoomHere sweeps where no file can grow beyond a size, for each size up to
// that at which all fits: so the disk is full at any write, and within each. Once
// there is room, another process goes on.
func TestNoRoomHere(t *testing.T) {
	if os.Getenv(noRoom) == "" {
		t.Skip("TestNoRoomAtAnyWrite runs it")
	}
	signal.Ignore(syscall.SIGXFSZ) // or a write would end the process
	const seed = 2
	_, largest := atMost(t, seed, 1<<20)
	tried := 0
	for i := range *sizes { // most are small: so are most files
		part := float64(i) / float64(*sizes)
		size := uint64(float64(largest) * part * part * part)
		w, _ := atMost(t, seed, size)
		tried++
		reported(t, w, place{boundary: int(size)})
	}
	t.Logf("%d sizes up to %d bytes", tried, largest)
}

// atMost sweeps a world while no file can be greater than a size, and returns the
// size of the greatest that there was.
func atMost(t *testing.T, seed, size uint64) (w *world, largest uint64) {
	t.Helper()
	dir := inMemory(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(26 * 365 * day)
		w = newTenant(t, seed)
		w.fill("prod-a", 1)
		w.fill("team-a", 4)
		w.fill("team-b", 2)
		transport, end := serveInTurns(w, func([]*parked) int { return 0 })
		defer end()
		f := files{dir}
		w.alive = false
		first := w.starts(t, "first", policies, f, transport)
		w.named("first").files = f
		let := limit(t, size)
		r := first.sweep(t.Context())
		let()
		for _, size := range shoot(dir) {
			largest = max(largest, uint64(size))
		}
		w.check(r)
		w.told(r, f)
		_ = first.audit.Close() // there is room now, and what waits is written
		w.resumes(t, f, transport)
	})
	return w, largest
}

// told holds that a report says what is missing from the audit log.
func (w *world) told(r *report.Report, f files) {
	outcomes := make(map[string]bool)
	for change := range recorded(f, audit.Outcome) {
		_, key, _ := strings.Cut(change, " ")
		outcomes[key] = true
	}
	for change := range w.named("first").taken { // a stop and the deletion after it have one outcome
		if _, key, _ := strings.Cut(change, " "); !outcomes[key] && r.Unwritten == nil {
			w.fail("the outcome of %s is missing from the audit log, and the report does not say so", key)
		}
	}
}

// limit bounds the size of files until the returned function is called.
func limit(t *testing.T, size uint64) (let func()) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	set := func(l syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l); err != nil {
			t.Fatal(err)
		}
	}
	set(syscall.Rlimit{Cur: size, Max: before.Max})
	return func() { set(before) }
}
