package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/aicore-reaper/aicore-reaper/internal/audit"
)

// maxAuditLine limits a line of an audit log, in bytes. Written lines are far
// shorter.
const maxAuditLine = 1 << 20

// unreadable counts the lines of an audit log that are not records.
type unreadable struct {
	lines int  // how many, without the last line
	half  bool // the last line is incomplete
}

// readAudit calls each for every record. It keeps only one line in memory. The
// error is that of each, or says after which line the file cannot be read.
func readAudit(path string, r io.Reader, each func(audit.Record) error) (bad unreadable, err error) {
	lines := bufio.NewReaderSize(r, 64<<10)
	for n := 1; ; n++ {
		line, end := readLine(lines)
		if end != nil && !errors.Is(end, io.EOF) {
			return bad, fmt.Errorf("%s:%d: %w", path, n, end)
		}
		var record audit.Record
		switch {
		case len(line) == 0:
		case json.Unmarshal(line, &record) == nil && record.Event != "" && record.ID != "":
			if err := each(record); err != nil {
				return bad, err
			}
		case end != nil:
			bad.half = true
		default:
			bad.lines++
		}
		if end != nil {
			return bad, nil
		}
	}
}

// readLine returns the next line without its line end. It returns io.EOF with a
// last line that has no line end. It cuts lines that are longer than any record.
func readLine(r *bufio.Reader) (line []byte, err error) {
	part, err := r.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return trimmed(part), err
	}
	for {
		if len(line) <= maxAuditLine {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			break
		}
		part, err = r.ReadSlice('\n')
	}
	if len(line) > maxAuditLine {
		return line[:maxAuditLine], err // it was cut, so it is not a record
	}
	return trimmed(line), err
}

func trimmed(line []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
}
