//go:build unix

package carry

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// hold takes the lock like another process.
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

// Opening a pipe would block the sweep until somebody reads from it.
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
