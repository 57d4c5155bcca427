package carry

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

const (
	// lockPatience is how long lock waits.
	lockPatience = 10 * time.Second
	lockPause    = 50 * time.Millisecond // between two tries
)

// errHeld is the error of tryLock if another process has the lock.
var errHeld = errors.New("held")

// lock takes the lock of a file. Other processes of this user can hold it. lock
// gives up after lockPatience or when ctx ends; then the error says what to do.
// The empty lock file is not removed. Other users cannot open it, so they cannot
// hold the lock.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	_ = file.Chmod(0o600) // earlier versions made it readable by all
	ctx, cancel := context.WithTimeoutCause(ctx, lockPatience, fmt.Errorf("another process has held it for %s: end that process, or give each a file of its own", lockPatience))
	defer cancel()
	for {
		err := tryLock(file)
		if err == nil {
			return func() { _ = file.Close() }, nil // closing releases it
		}
		if !errors.Is(err, errHeld) {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), file.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, context.Cause(ctx)), file.Close())
		case <-time.After(lockPause):
		}
	}
}
