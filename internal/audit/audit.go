// Package audit writes the audit log: JSON lines, one for each decision to act
// and one for each outcome. A decision is on the disk before its request is sent.
//
// Several processes can append to one file. Each removes an incomplete line that
// it has written, so that lines of others are not joined to it.
package audit

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"syscall"
)

// Log appends records to a file. It is safe for concurrent use.
type Log struct {
	path string

	// syncing is held while the file is synced or swapped; it is taken before mu.
	syncing sync.Mutex
	synced  uint64 // appends that are on the disk

	mu        sync.Mutex
	file      *os.File
	appended  uint64 // appends so far
	buffer    bytes.Buffer
	end       int64  // where the file ended after the last write; -1: unknown
	unwritten []line // outcomes that could not be written, in order
	held      int    // their size in bytes
	most      int    // limit of held: maxHeld
	lost      int    // how many outcomes were dropped because of the limit
}

// maxHeld limits the unwritten outcomes in memory, in bytes. A daemon goes on
// while its disk is full.
const maxHeld = 64 << 20

// Open opens the log at path for appending. A new file is readable only by its
// owner and group. The error says what to do.
func Open(path string) (*Log, error) {
	l := &Log{path: path, most: maxHeld}
	return l, l.Reopen()
}

// Reopen opens the file again, after a rotation has moved it away. Everything
// written afterwards goes to the new file, even in the middle of a sweep. If Reopen
// fails, or the old file cannot be synced, the old file stays in use.
func (l *Log) Reopen() error {
	l.syncing.Lock()
	defer l.syncing.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	// Opening a pipe that nobody reads would block.
	file, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY|syscall.O_NONBLOCK, 0o640)
	if err != nil {
		return fmt.Errorf("open the audit log: %w: give this user the right to write there, or set audit.file to another place", err)
	}
	if l.file != nil {
		if err := l.syncOld(); err != nil {
			_ = file.Close() // nothing was written
			return err
		}
		_ = l.file.Close() // it is on the disk
	}
	l.file, l.end = file, -1
	return nil
}

// syncOld brings what the file in use holds to the disk, before another takes its
// place. The caller holds both locks.
func (l *Log) syncOld() error {
	if l.synced >= l.appended {
		return nil
	}
	if err := syncFile(l.file); err != nil {
		return err
	}
	l.synced = l.appended
	return nil
}

// Write appends records. It waits until decisions are on the disk. Outcomes are
// synced with the next decision or by Flush.
//
// If a decision cannot be written, its request must not be sent; the decision is
// not written later. If an outcome cannot be written, Write returns an error but
// keeps it. The next Write or Flush writes it first.
func (l *Log) Write(records ...Record) error {
	e := encode(records)
	defer e.release()
	l.mu.Lock()
	err := l.write(e.lines)
	appended := l.appended
	l.mu.Unlock()
	if err == nil && slices.ContainsFunc(records, func(r Record) bool { return r.Event != Outcome }) {
		err = l.syncUpTo(appended)
	}
	return err
}

// Flush writes the outcomes that are still unwritten, and waits until everything
// is on the disk. It returns an error as long as any outcome is missing from the
// file.
func (l *Log) Flush() (err error) {
	l.mu.Lock()
	if len(l.unwritten) > 0 {
		err = l.write(nil)
	}
	appended, lost := l.appended, l.lost
	l.mu.Unlock()
	err = errors.Join(err, l.syncUpTo(appended))
	if lost > 0 {
		err = errors.Join(err, fmt.Errorf("the audit log %s lacks %d outcomes for good: more were waiting for room than are kept", l.path, lost))
	}
	return err
}

// Close does what Flush does and closes the file. The error says how many
// outcomes are missing from it.
func (l *Log) Close() error {
	err := l.Flush()
	l.syncing.Lock()
	defer l.syncing.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(err, l.file.Close())
}
