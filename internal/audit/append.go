package audit

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// write writes the outcomes that are still unwritten, then lines. It keeps the
// outcomes that it cannot write.
func (l *Log) write(lines []line) error {
	waited := len(l.unwritten)
	lines = append(l.unwritten, lines...)
	written, err := l.append(lines)
	l.unwritten, l.held = nil, 0
	for i, rest := range lines[written:] {
		switch {
		case !rest.outcome:
		case l.held+len(rest.text) > l.most:
			l.lost++
		default:
			if written+i >= waited { // its memory is the caller's
				rest.text = bytes.Clone(rest.text)
			}
			l.unwritten, l.held = append(l.unwritten, rest), l.held+len(rest.text)
		}
	}
	if n := len(l.unwritten); n > 0 {
		return fmt.Errorf("%w (%d outcomes wait to be written)", err, n)
	}
	return err
}

// append appends lines. It returns how many are completely in the file. If the next
// line is there in part, it tries to remove that part.
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
	if n > 0 {
		l.appended++
	}
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
	return len(lines), nil
}

// takeBack removes the part of a line that a failed write left at the end, half
// bytes long. Otherwise the next line of another process would be joined to it.
func (l *Log) takeBack(half int64) {
	end := l.position()
	info, err := l.file.Stat()
	if half > 0 && err == nil && info.Mode().IsRegular() && info.Size() == end && l.file.Truncate(end-half) == nil {
		l.end = end - half
		return
	}
	l.end = -1 // another process has written meanwhile, or the file cannot be shortened
}

// position returns where the last write ended, or -1 if this is not a regular
// file.
func (l *Log) position() int64 {
	end, err := l.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return -1
	}
	return end
}

// endsTorn reports whether the file ends in the middle of a line. A process that
// was killed or lost its disk can leave it so. If the file cannot be read,
// endsTorn returns false.
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
	// After a rotation the path belongs to another file.
	if named, err := file.Stat(); err != nil || !os.SameFile(named, info) {
		return false
	}
	var last [1]byte
	_, err = file.ReadAt(last[:], info.Size()-1)
	return err == nil && last[0] != '\n'
}
