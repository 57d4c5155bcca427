// Package page decodes what the API lists: answers {count, resources: […]}, as
// they come, in memory that goes from page to page.
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

// ErrFormat is wrapped by the error of an answer that is not what it should be.
var ErrFormat = errors.New("the answer cannot be read")

// ErrTooMuch is wrapped by the error of an answer that holds more than it may.
var ErrTooMuch = errors.New("the answer holds too much")

// FormatError returns an error that wraps ErrFormat, with what the JSON decoder
// says is wrong, less the calls that it came through.
func FormatError(err error) error {
	return fmt.Errorf("%w: %s", ErrFormat, strings.ReplaceAll(err.Error(), "callback: ", ""))
}

// Options say what is kept of a page, and how much it may hold.
type Options struct {
	// Details keeps StatusMessage and OutputArtifacts.
	Details bool
	// Top is how many executions the page may hold; 0: any number.
	Top int
	// Expect is how many executions there probably are: room for them is made at once.
	Expect int
}

// Page is a decoded page. Its Executions end with its Release; copies of them
// may be kept.
type Page struct {
	Executions []workload.Execution
	// Text is how many bytes of text they keep that nothing else kept before.
	Text int

	options Options
	json    *jx.Decoder
	window  window
	ids     []byte // one after the other
	ends    []int  // of each execution's id in ids

	current *workload.Execution // being read
	onField func(d *jx.Decoder, key []byte) error
	begun   int  // where its id begins in ids
	opening bool // its first field is still to come
	order   order
	words   words
	times   workload.TimeParser
	found   bool  // resources
	failed  error // why decoding was ended
}

// pages are decoders between two pages. What one needs is not small: a window, a
// page of executions, and the words that repeat.
var pages = sync.Pool{New: func() any {
	p := &Page{json: jx.DecodeBytes(nil), window: newWindow(128 << 10), words: words{kept: make(map[string]string)}}
	p.onField = p.field
	return p
}}

// Room returns how many bytes of text n executions may keep: enough for any
// tenant, and a bound for a server that sends ever longer ones.
func Room(n int) int { return 64<<20 + n<<12 }

// Decode decodes a page. An answer that breaks off is io.ErrUnexpectedEOF, one
// that is something else wraps ErrFormat, one that goes beyond o or Room wraps
// ErrTooMuch.
//
// A field that is null or of another type than described counts as missing. An
// execution without an id, or with two, is an error: it could be any, also one that
// another record protects. An id that the API's description does not allow is kept
// as it is. What is not UTF-8 becomes U+FFFD, in states and ids too. A record that
// gives a field two values is Contradictory.
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
		p.Executions = make([]workload.Execution, 0, room)
	}
	p.order.open(o.Details)
	p.window.open(r)
}

// largeRoom bounds the room that is made before anything has come.
const largeRoom = 10_000

// Release gives the page's memory to the next one.
func (p *Page) Release() {
	clear(p.Executions)
	p.current = nil
	p.words.tidy()
	p.json.ResetBytes(nil)
	if cap(p.ids) > largeIDs {
		p.ids = nil // of a server that sends no usual ids
	}
	pages.Put(p)
}

// largeIDs is more than the ids of a page of 10,000 take.
const largeIDs = 1 << 20

// decode reads window after window. Each is decoded as if it were the whole
// answer; where it turns out to end too early, the execution that was begun last
// becomes the first of the next one.
func (p *Page) decode() error {
	for {
		if err := p.window.fill(); err != nil {
			return err
		}
		p.json.ResetBytes(p.window.text)
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
		case p.window.ended:
			return io.ErrUnexpectedEOF
		}
		if err := p.goOn(); err != nil {
			return err
		}
	}
}

// goOn takes back the execution that was begun last and moves the window there.
func (p *Page) goOn() error {
	from := p.window.from
	p.Executions, p.ends = p.Executions[:from.executions], p.ends[:from.executions]
	p.ids = p.ids[:from.ids]
	return p.window.move()
}

func (p *Page) list(d *jx.Decoder, key []byte) error {
	if string(key) != "resources" {
		return d.Skip()
	}
	p.found = true
	return d.Arr(p.execution)
}

// nameAll gives the executions their ids, which stand in one string.
func (p *Page) nameAll() {
	ids, start := string(p.ids), 0
	for i, end := range p.ends {
		p.Executions[i].ID = ids[start:end]
		start = end
	}
	p.Text += len(ids)
}
