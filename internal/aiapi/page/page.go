// Package page decodes pages of listings, {count, resources: […]}, while they are
// received. It reuses its memory from page to page.
package page

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// ErrFormat is wrapped by the error of an answer that is not a page.
var ErrFormat = errors.New("the answer cannot be read")

// ErrTooMuch is wrapped by the error of an answer that exceeds a limit.
var ErrTooMuch = errors.New("the answer holds too much")

// FormatError returns an error that wraps ErrFormat, with the JSON decoder's
// message but without its internal call chain.
func FormatError(err error) error {
	return fmt.Errorf("%w: %s", ErrFormat, strings.ReplaceAll(err.Error(), "callback: ", ""))
}

// Options say which fields of a page are kept and how large the page may be.
type Options struct {
	// Details keeps StatusMessage and OutputArtifacts.
	Details bool
	// Top is the largest number of executions that the page may have; 0: no
	// limit.
	Top int
	// Expect is the expected number of executions. Memory for them is reserved at
	// once.
	Expect int
}

// Page is a decoded page. Its Executions are valid until Release; copies of them
// may be kept.
type Page struct {
	Executions []workload.Execution
	// Text is how many bytes of text the executions hold that were not interned
	// before.
	Text int

	options Options
	json    *jx.Decoder
	buffer  buffer
	ids     []byte // all ids, concatenated
	ends    []int  // where each execution's id ends in ids

	current *workload.Execution // being read
	onField func(d *jx.Decoder, key []byte) error
	begun   int  // where the id of current begins in ids
	opening bool // current has had no field yet
	order   order
	words   interner
	times   workload.TimeParser
	found   bool  // resources was found
	failed  error // why decoding ended early
}

// pages holds decoders for reuse. A decoder needs much memory: a buffer, a page
// of executions, and the interned words.
var pages = sync.Pool{New: func() any {
	p := &Page{json: jx.DecodeBytes(nil), buffer: newBuffer(128 << 10), words: interner{kept: make(map[string]string)}}
	p.onField = p.field
	return p
}}

// Room returns how many bytes of text n executions may hold. It is enough for any
// tenant, and limits a server that sends ever longer texts.
func Room(n int) int { return 64<<20 + n<<12 }

// Decode decodes a page. The error is io.ErrUnexpectedEOF if the answer breaks
// off. It wraps ErrFormat if the answer is not a page, and ErrTooMuch if it
// exceeds the limits of o or Room.
//
// A field that is null or has another type than described counts as missing. An
// execution without an id, or with two, is an error: it could be any execution,
// also one that another record protects. An id that the API's description does
// not allow is kept unchanged. Invalid UTF-8 becomes U+FFFD, also in states and
// ids. A record that gives a field two values is Contradictory.
func Decode(r io.Reader, o Options) (*Page, error) {
	p := pages.Get().(*Page)
	p.open(r, o)
	if err := p.decode(); err != nil {
		p.Release()
		return nil, err
	}
	p.nameAll()
	return p, nil
}

func (p *Page) open(r io.Reader, o Options) {
	p.options, p.found, p.failed, p.Text = o, false, nil, 0
	p.Executions, p.ids, p.ends = p.Executions[:0], p.ids[:0], p.ends[:0]
	if room := min(o.Expect, largeRoom); cap(p.Executions) < room {
		p.Executions = roomFor(room)
	}
	p.order.open(o.Details)
	p.buffer.open(r)
}

// largeRoom limits how many executions memory is reserved for before any is
// received.
const largeRoom = 10_000

// spare holds the memory of executions that were taken from pages and given back.
var spare sync.Pool // of *[]workload.Execution

func roomFor(n int) []workload.Execution {
	if all, ok := spare.Get().(*[]workload.Execution); ok && cap(*all) >= n {
		return *all
	}
	return make([]workload.Execution, 0, n)
}

// Take takes the executions out of the page. They are valid until GiveBack, also
// after the page is released.
func (p *Page) Take() []workload.Execution {
	all := p.Executions
	p.Executions = nil
	return all
}

// GiveBack makes the memory of executions that were taken from a page available to
// the next page. They must not be used afterwards; copies of them may.
func GiveBack(all []workload.Execution) {
	clear(all)
	all = all[:0]
	spare.Put(&all)
}

// Release makes the page's memory available to the next page.
func (p *Page) Release() {
	clear(p.Executions)
	p.current = nil
	p.words.tidy()
	p.json.ResetBytes(nil)
	if cap(p.ids) > largeIDs {
		p.ids = nil // a server sent unusually long ids
	}
	pages.Put(p)
}

// largeIDs is more bytes than the ids of a page of 10,000 need.
const largeIDs = 1 << 20

// decode fills and decodes the buffer again and again. It decodes each buffer as
// if it were the whole answer. If the text ends too early, the unfinished
// execution becomes the first of the next buffer.
func (p *Page) decode() error {
	for {
		if err := p.buffer.fill(); err != nil {
			return err
		}
		p.json.ResetBytes(p.buffer.text)
		err := p.json.ObjBytes(p.list)
		switch {
		case p.failed != nil:
			return p.failed
		case err == nil && p.found:
			return nil
		case err == nil:
			return fmt.Errorf("%w: a list of executions without resources", ErrFormat)
		case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			return FormatError(err)
		case p.buffer.ended:
			return io.ErrUnexpectedEOF
		}
		if err := p.goOn(); err != nil {
			return err
		}
	}
}

// goOn removes the unfinished execution and moves the buffer to its beginning.
func (p *Page) goOn() error {
	from := p.buffer.from
	p.Executions, p.ends = p.Executions[:from.executions], p.ends[:from.executions]
	p.ids = p.ids[:from.ids]
	return p.buffer.move()
}

func (p *Page) list(d *jx.Decoder, key []byte) error {
	if string(key) != "resources" {
		return d.Skip()
	}
	p.found = true
	return d.Arr(p.execution)
}

// nameAll sets the ids of the executions. They all share one string.
func (p *Page) nameAll() {
	ids, start := string(p.ids), 0
	for i, end := range p.ends {
		p.Executions[i].ID = ids[start:end]
		start = end
	}
	p.Text += len(ids)
}
