//go:build unix

package audit

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The test limits the size of files, which acts like a full disk. The limit
// applies to a whole process, so the test starts its own.
func TestAFullDiskLosesNoOutcomeAndTearsNoLine(t *testing.T) {
	t.Parallel()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestInAProcessWhoseDiskIsFull$", "-test.v")
	child.Env = append(os.Environ(), "AUDIT_ON_A_FULL_DISK="+t.TempDir())
	if out, err := child.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestInAProcessWhoseDiskIsFull(t *testing.T) {
	dir := os.Getenv("AUDIT_ON_A_FULL_DISK")
	if dir == "" {
		t.Skip("it is run by another test")
	}
	signal.Ignore(syscall.SIGXFSZ)
	path := filepath.Join(dir, "audit.jsonl")
	one, other := open(t, path), open(t, path)

	room(t, 5_000)
	if err := one.Write(Record{Event: Decision, ID: "d-0"}); err != nil {
		t.Fatal(err)
	}
	var outcomes []Record
	for i := range 20 {
		outcomes = append(outcomes, Record{Event: Outcome, ID: fmt.Sprintf("o-%02d", i), Error: strings.Repeat("x", 900)})
	}
	err := one.Write(outcomes...)
	if err == nil || !strings.Contains(err.Error(), "make room on its disk (16 outcomes wait to be written)") {
		t.Fatalf("the disk is full: %v", err)
	}
	wantIDs(t, path, "d-0", "o-00", "o-01", "o-02", "o-03")

	// There is room for a short line of another process. It must not be joined to
	// a part of a line.
	if err := other.Write(Record{Event: Outcome, ID: "other"}); err != nil {
		t.Fatal(err)
	}
	wantIDs(t, path, "d-0", "o-00", "o-01", "o-02", "o-03", "other")

	if err := one.Write(Record{Event: Decision, ID: "unsent"}); err == nil {
		t.Error("a decision that was not written is not an error")
	}
	if err := one.Flush(); err == nil || !strings.Contains(err.Error(), "16 outcomes") {
		t.Errorf("outcomes are missing: %v", err)
	}
	if err := one.Write(Record{Event: Outcome, ID: "o-20"}); err == nil {
		t.Error("an outcome that was not written is not an error")
	}

	room(t, 1<<30)
	if err := one.Flush(); err != nil {
		t.Error(err)
	}
	want := []string{"d-0", "o-00", "o-01", "o-02", "o-03", "other"}
	for i := 4; i <= 20; i++ {
		want = append(want, fmt.Sprintf("o-%02d", i))
	}
	wantIDs(t, path, want...)
	if err := one.Flush(); err != nil {
		t.Error(err)
	}
	wantIDs(t, path, want...)
}

// room limits the size of files to so many bytes.
func room(t *testing.T, bytes uint64) {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	limit.Cur = bytes
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
}
