package audit

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// syncUpTo waits until what the first so many appends wrote is on the disk. Those
// that wait while a sync is under way share the next one: a sweep of many small
// groups would wait for its disk a thousand times.
func (l *Log) syncUpTo(appends uint64) error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	if l.synced >= appends {
		return nil
	}
	l.mu.Lock()
	file, all := l.file, l.appended
	l.mu.Unlock()
	if err := syncFile(file); err != nil {
		return err
	}
	l.synced = all
	return nil
}

// syncFile waits until a file is on the disk. A pipe or a terminal cannot be synced,
// and need not be.
func syncFile(file *os.File) error {
	if err := file.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return fmt.Errorf("write the audit log to the disk: %w", err)
	}
	return nil
}
