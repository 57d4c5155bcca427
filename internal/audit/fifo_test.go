//go:build unix

package audit

import (
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe that nobody reads is an error at once, not a wait without end.
func TestAPipeThatNobodyReadsIsAnError(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if l, err := Open(path); err == nil {
		t.Error("it is open", l.Close())
	}
}
