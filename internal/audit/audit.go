// Package audit writes what the reaper decided and what became of it: JSON
// lines, one for each decision to act, which is on the disk before the request
// goes out, and one for each outcome.
//
// Several processes can append to one file. None of them leaves half a line
// there for another to write on.
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
	unsynced  bool // it holds outcomes that may not be on the disk yet
	buffer    bytes.Buffer
	end       int64  // where the file ended after the last write; -1: not known
	unwritten []line // outcomes that could not be written, in order
	held      int    // their size in bytes
	most      int    // bytes of them that are kept: maxHeld
	lost      int    // outcomes beyond that
}

// maxHeld bounds the outcomes that wait to be written, in bytes: a daemon lives
// on while its disk is full.
const maxHeld = 64 << 20

// Open opens the log at path for appending, readable by its owner and group
// alone. The error says what to do.
func Open(path string) (*Log, error) {
	l := &Log{path: path, most: maxHeld}
	return l, l.Reopen()
}

// Reopen opens the file anew, for after a rotation has moved it away: what is
// written from then on, in the middle of a sweep too, is in the new file. Where
// that fails, the old file stays in use.
func (l *Log) Reopen() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	file, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return fmt.Errorf("open the audit log: %w: give this user the right to write there, or set audit.file to another place", err)
	}
	if l.file != nil {
		if l.unsynced {
			_ = l.file.Sync() // the file has been moved away: there is nobody to tell
		}
		_ = l.file.Close()
	}
	l.file, l.end, l.unsynced = file, -1, false
	return nil
}

// Write appends records. It waits until decisions are on the disk; outcomes get
// there with the next decision, or with Flush.
//
// Where a decision cannot be written, nothing that it speaks of may be sent; it
// is not written later. An outcome that cannot be written is an error too, but
// is kept: it goes before whatever is written next, and see Flush.
func (l *Log) Write(records ...Record) error {
	lines, err := encode(records)
	if err != nil {
		return fmt.Errorf("write the audit log %s: %w", l.path, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.write(lines)
}

// Flush waits until all is on the disk, and tries again to write the outcomes that
// could not be written. It is an error as long as any is missing from the file.
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

// Close writes what Flush would, and closes the file. The error says how many
// outcomes are not in it.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(l.flush(), l.file.Close())
}
