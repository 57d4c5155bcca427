//go:build unix

package archive_test

import (
	"os"
	"syscall"
	"testing"
	"time"
)

func TestWhatIsNoFileDoesNotCount(t *testing.T) {
	t.Parallel()
	e := ran("e-01", time.Hour)
	b := open(t, e)
	path := b.place(t, nil)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	if err := b.Save(t.Context(), "team-a", listed(e)); err != nil {
		t.Fatal(err)
	}
	b.find(t, "e-01")
}
