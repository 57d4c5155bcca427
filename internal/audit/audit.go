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
	"sync"
)

// Log appends records to a file. It is safe for concurrent use.
type Log struct {
	path string

	mu        sync.Mutex
	file      *os.File
	unsynced  bool // the file has outcomes that may not be on the disk yet
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
// written afterwards goes to the new file, even in the middle of a sweep. If
// Reopen fails, the old file stays in use.
func (l *Log) Reopen() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	file, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return fmt.Errorf("open the audit log: %w: give this user the right to write there, or set audit.file to another place", err)
	}
	if l.file != nil {
		if l.unsynced {
			_ = l.file.Sync() // the file has been moved away: an error would help nobody
		}
		_ = l.file.Close()
	}
	l.file, l.end, l.unsynced = file, -1, false
	return nil
}

// Write appends records. It waits until decisions are on the disk. Outcomes are
// synced with the next decision or by Flush.
//
// If a decision cannot be written, its request must not be sent; the decision is
// not written later. If an outcome cannot be written, Write returns an error but
// keeps it. The next Write or Flush writes it first.
func (l *Log) Write(records ...Record) error {
	lines, err := encode(records)
	if err != nil {
		return fmt.Errorf("write the audit log %s: %w", l.path, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.write(lines)
}

// Flush writes the outcomes that are still unwritten, and waits until everything
// is on the disk. It returns an error as long as any outcome is missing from the
// file.
func (l *Log) Flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flush()
}

func (l *Log) flush() (err error) {
	if len(l.unwritten) > 0 {
		err = l.write(nil)
	}
	err = errors.Join(err, l.sync())
	if l.lost > 0 {
		err = errors.Join(err, fmt.Errorf("the audit log %s lacks %d outcomes for good: more were waiting for room than are kept", l.path, l.lost))
	}
	return err
}

// Close does what Flush does and closes the file. The error says how many
// outcomes are missing from it.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(l.flush(), l.file.Close())
}
