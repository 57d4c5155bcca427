package page

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// listHead is what makes the executions that follow in a window an answer again.
const listHead = `{"resources":[`

// maxWindow bounds the text of one execution, in bytes.
const maxWindow = 16 << 20

// window is the part of an answer that is being decoded. It moves on by whole
// executions, and grows only where one does not fit.
type window struct {
	source io.Reader
	text   []byte
	ended  bool // the answer ends with it
	from   mark // where it goes on when it moves
}

// mark is where an execution begins.
type mark struct {
	at         int // in the window's text; 0: none has begun
	executions int // that were decoded before it
	ids        int // bytes of ids before its own
}

func newWindow(size int) window { return window{text: make([]byte, 0, size)} }

// open puts the window at the beginning of an answer.
func (w *window) open(r io.Reader) {
	if cap(w.text) > 1<<20 {
		*w = newWindow(64 << 10) // it need not stay that large for one execution
	}
	w.source, w.text, w.ended, w.from = r, w.text[:0], false, mark{}
}

// fill reads as much as the window holds. The error is the source's.
func (w *window) fill() error {
	n, err := io.ReadFull(w.source, w.text[len(w.text):cap(w.text)])
	w.text = w.text[:len(w.text)+n]
	if errors.Is(err, io.EOF) || err == io.ErrUnexpectedEOF {
		w.ended, err = true, nil
	}
	return err
}

// begin notes that an execution begins, with its first key as the decoder handed it
// out. The decoder does not say where it is, but the key is a part of the window,
// and its capacity says how far from the end. A key with escapes is a copy: then
// the mark before it stays the one to go on from.
func (w *window) begin(key []byte, p mark) {
	at := cap(w.text) - cap(key)
	if len(key) == 0 || at < 1 || at >= len(w.text) || &w.text[at] != &key[0] {
		return
	}
	p.at = bytes.LastIndexByte(w.text[:at], '{')
	w.from = p
}

// move drops what has been decoded, or grows where nothing has.
func (w *window) move() error {
	rest := w.text[w.from.at:]
	if w.from.at == 0 || len(listHead)+len(rest) >= len(w.text) {
		return w.grow()
	}
	kept := len(listHead) + copy(w.text[len(listHead):cap(w.text)], rest)
	copy(w.text, listHead)
	w.text, w.from.at = w.text[:kept], len(listHead)
	return nil
}

func (w *window) grow() error {
	if cap(w.text) >= maxWindow {
		return fmt.Errorf("%w: one execution takes more than %d MiB", ErrFormat, maxWindow>>20)
	}
	larger := make([]byte, len(w.text), 2*cap(w.text))
	copy(larger, w.text)
	w.text = larger
	return nil
}
