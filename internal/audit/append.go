package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// line is a record as the file holds it, with its end of line.
type line struct {
	text    []byte
	outcome bool
}

// usualLine is about how many bytes a line takes.
const usualLine = 400

func encode(records []Record) ([]line, error) {
	var text bytes.Buffer
	text.Grow(usualLine * len(records))
	encoder := json.NewEncoder(&text)
	ends := make([]int, len(records))
	for i := range records {
		if err := encoder.Encode(&records[i]); err != nil { // with its end of line
			return nil, err
		}
		ends[i] = text.Len()
	}
	lines, start := make([]line, len(records)), 0
	for i, end := range ends {
		lines[i] = line{text.Bytes()[start:end:end], records[i].Event == Outcome}
		start = end
	}
	return lines, nil
}

// write writes the outcomes that wait and then lines. It keeps the outcomes that
// could not be written.
func (l *Log) write(lines []line) error {
	lines = append(l.unwritten, lines...)
	written, err := l.append(lines)
	l.unwritten, l.held = nil, 0
	for _, rest := range lines[written:] {
		switch {
		case !rest.outcome:
		case l.held+len(rest.text) > l.most:
			l.lost++
		default:
			l.unwritten, l.held = append(l.unwritten, rest), l.held+len(rest.text)
		}
	}
	if n := len(l.unwritten); n > 0 {
		return fmt.Errorf("%w (%d outcomes wait to be written)", err, n)
	}
	return err
}

// append appends lines and syncs them. It returns how many are in the file whole;
// of the next one nothing is, where that can be had.
func (l *Log) append(lines []line) (written int, err error) {
	text := &l.buffer
	text.Reset()
	if l.endsTorn() {
		text.WriteByte('\n')
	}
	start := text.Len()
	for _, line := range lines {
		text.Write(line.text)
	}
	n, err := l.file.Write(text.Bytes())
	l.unsynced = l.unsynced || n > 0
	if err != nil {
		rest := max(0, n-start)
		for _, line := range lines {
			if len(line.text) > rest {
				break
			}
			written, rest = written+1, rest-len(line.text)
		}
		l.takeBack(int64(rest))
		return written, fmt.Errorf("write the audit log: %w: make room on its disk", err)
	}
	l.end = l.position()
	for _, line := range lines {
		if !line.outcome {
			return len(lines), l.sync()
		}
	}
	return len(lines), nil
}

// sync waits until all that was written is on the disk.
func (l *Log) sync() error {
	if !l.unsynced {
		return nil
	}
	// A pipe or a terminal cannot be synced, and need not be.
	if err := l.file.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return fmt.Errorf("write the audit log to the disk: %w", err)
	}
	l.unsynced = false
	return nil
}

// takeBack removes the half line of so many bytes with which a write broke off,
// or the next line of another process would stand behind it.
func (l *Log) takeBack(half int64) {
	end := l.position()
	info, err := l.file.Stat()
	if half > 0 && err == nil && info.Mode().IsRegular() && info.Size() == end && l.file.Truncate(end-half) == nil {
		l.end = end - half
		return
	}
	l.end = -1 // another process has written meanwhile, or it cannot be shortened
}

// position returns where the last write ended; -1 for what is not a file.
func (l *Log) position() int64 {
	end, err := l.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return -1
	}
	return end
}

// endsTorn reports whether the file ends inside a line, as a process that lost
// its disk, its power or its life may leave it. Where it cannot be read, it is
// taken to end with a line.
func (l *Log) endsTorn() bool {
	info, err := l.file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 || info.Size() == l.end {
		return false
	}
	file, err := os.Open(l.path)
	if err != nil {
		return false
	}
	defer file.Close()
	// After a rotation the path is that of another file.
	if named, err := file.Stat(); err != nil || !os.SameFile(named, info) {
		return false
	}
	var last [1]byte
	_, err = file.ReadAt(last[:], info.Size()-1)
	return err == nil && last[0] != '\n'
}
