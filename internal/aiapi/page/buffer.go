package page

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// listHead is put before the executions in a moved buffer, so that the text is a
// complete answer again.
const listHead = `{"resources":[`

// maxBuffer limits the text of one execution, in bytes.
const maxBuffer = 16 << 20

// buffer holds the part of an answer that is being decoded. It moves on by whole
// executions, and grows only if one does not fit.
type buffer struct {
	source io.Reader
	text   []byte
	ended  bool // the answer ends in this buffer
	from   mark // where the next buffer begins
}

// mark is where an execution begins.
type mark struct {
	at         int // index in the buffer's text; 0: none has begun
	executions int // how many were decoded before it
	ids        int // how many bytes of ids come before its own
}

func newBuffer(size int) buffer { return buffer{text: make([]byte, 0, size)} }

// open starts the buffer at the beginning of an answer.
func (b *buffer) open(r io.Reader) {
	if cap(b.text) > 1<<20 {
		*b = newBuffer(64 << 10) // it grew for one large execution: do not keep that
	}
	b.source, b.text, b.ended, b.from = r, b.text[:0], false, mark{}
}

// fill reads until the buffer is full. The error is the source's.
func (b *buffer) fill() error {
	n, err := io.ReadFull(b.source, b.text[len(b.text):cap(b.text)])
	b.text = b.text[:len(b.text)+n]
	if errors.Is(err, io.EOF) || err == io.ErrUnexpectedEOF {
		b.ended, err = true, nil
	}
	return err
}

// begin records where an execution begins. key is its first key, as the decoder
// returned it. The decoder does not tell its position, but key is a slice of the
// buffer, and its capacity gives the distance to the end. A key with escapes is a
// copy: then the last mark stays.
func (b *buffer) begin(key []byte, p mark) {
	at := cap(b.text) - cap(key)
	if len(key) == 0 || at < 1 || at >= len(b.text) || &b.text[at] != &key[0] {
		return
	}
	p.at = bytes.LastIndexByte(b.text[:at], '{')
	b.from = p
}

// move drops the decoded executions, or grows the buffer if there are none.
func (b *buffer) move() error {
	rest := b.text[b.from.at:]
	if b.from.at == 0 || len(listHead)+len(rest) >= len(b.text) {
		return b.grow()
	}
	kept := len(listHead) + copy(b.text[len(listHead):cap(b.text)], rest)
	copy(b.text, listHead)
	b.text, b.from.at = b.text[:kept], len(listHead)
	return nil
}

func (b *buffer) grow() error {
	if cap(b.text) >= maxBuffer {
		return fmt.Errorf("%w: one execution takes more than %d MiB", ErrFormat, maxBuffer>>20)
	}
	larger := make([]byte, len(b.text), 2*cap(b.text))
	copy(larger, b.text)
	b.text = larger
	return nil
}
