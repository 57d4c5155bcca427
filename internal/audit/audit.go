// Package audit writes what the reaper decided and what became of it: JSON
// lines, one for each decision to act, flushed to the disk before the request
// goes out, and one for each outcome.
package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"
)

// Record is one line of the log. Times are in UTC.
type Record struct {
	Time          time.Time `json:"time"`
	Sweep         string    `json:"sweep"`
	Event         string    `json:"event"` // decision or outcome
	ResourceGroup string    `json:"resourceGroup"`
	ID            string    `json:"id"`
	Policy        string    `json:"policy"`
	Action        string    `json:"action"`
	Target        string    `json:"target"` // what is asked of the API: STOPPED or DELETED
	Reason        string    `json:"reason"`
	Scenario      string    `json:"scenario,omitempty"`
	Executable    string    `json:"executable,omitempty"`
	Configuration string    `json:"configuration,omitempty"`
	Status        string    `json:"status"`
	CreatedAt     time.Time `json:"createdAt,omitzero"`
	Age           string    `json:"age"`
	Outcome       string    `json:"outcome,omitempty"`
	Error         string    `json:"error,omitempty"`
	RequestID     string    `json:"requestId,omitempty"` // the API's, to ask its support about
}

// Log appends records to a file. It is safe for concurrent use.
type Log struct {
	path string
	mu   sync.Mutex
	file *os.File
	torn bool // the file ends inside a line
}

// Open opens the log at path for appending, readable by its owner and group
// alone. The error says what to do.
func Open(path string) (*Log, error) {
	l := &Log{path: path}
	return l, l.Reopen()
}

// Reopen opens the file anew, for after a rotation has moved it away. Where that
// fails, the old file stays in use.
func (l *Log) Reopen() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	file, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return fmt.Errorf("open the audit log: %w: give this user the right to write there, or set audit.file to another place", err)
	}
	if l.file != nil {
		_ = l.file.Close() // every write to it was synced
	}
	l.file, l.torn = file, endsTorn(l.path)
	return nil
}

// endsTorn tells whether a file ends inside a line, as a process that lost its
// disk or its power may leave it.
func endsTorn(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false // it may be written to and not read
	}
	defer file.Close()
	var last [1]byte
	_, err = file.ReadAt(last[:], info.Size()-1)
	return err == nil && last[0] != '\n'
}

// Write appends records and waits until they are on the disk. Where it fails,
// nothing that the records speak of may be sent.
func (l *Log) Write(records ...Record) error {
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	for i := range records {
		if err := encoder.Encode(&records[i]); err != nil {
			return fmt.Errorf("write the audit log %s: %w", l.path, err)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.torn {
		lines = *bytes.NewBuffer(append([]byte("\n"), lines.Bytes()...))
	}
	n, err := l.file.Write(lines.Bytes())
	if err != nil {
		l.torn = l.torn || n > 0
		return fmt.Errorf("write the audit log: %w: make room on its disk", err)
	}
	l.torn = false
	// A pipe or a terminal cannot be synced, and need not be.
	if err := l.file.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return fmt.Errorf("write the audit log to the disk: %w", err)
	}
	return nil
}

// Close closes the file.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Close()
}
