package page

import (
	"encoding/binary"
	"fmt"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// maxID limits the length of an id, in bytes. The API's description allows 64.
const maxID = 4 << 10

var errNoID = fmt.Errorf("%w: an execution without a usable id", ErrFormat)

func (p *Page) execution(d *jx.Decoder) error {
	p.Executions = append(p.Executions, workload.Execution{})
	if p.options.Top > 0 && len(p.Executions) > p.options.Top {
		return p.fail(fmt.Errorf("%w: a page has more than the %d executions asked for by $top", ErrTooMuch, p.options.Top))
	}
	p.current = &p.Executions[len(p.Executions)-1]
	p.begun, p.opening = len(p.ids), true
	p.order.begin()
	if err := d.ObjBytes(p.onField); err != nil {
		return err
	}
	if n := len(p.ids) - p.begun; n < 1 || n > maxID {
		return p.fail(errNoID)
	}
	if p.Text+len(p.ids) > Room(len(p.Executions)) {
		return p.fail(fmt.Errorf("%w: a page keeps more than %d MiB of text", ErrTooMuch, Room(len(p.Executions))>>20))
	}
	p.ends = append(p.ends, len(p.ids))
	return nil
}

func (p *Page) fail(err error) error {
	p.failed = err
	return err
}

// field reads one field of the current record. The ids of a page are collected
// separately until all of its executions are read.
func (p *Page) field(d *jx.Decoder, key []byte) error {
	if p.opening {
		p.buffer.begin(key, mark{executions: len(p.Executions) - 1, ids: p.begun})
		p.opening = false
	}
	s := p.order.last.next
	if !s.named(key) {
		if s = p.order.search(key); s == nil {
			return d.Skip()
		}
	}
	p.order.last = s
	if s.record == p.order.record {
		return p.again(d, s, quoted(key))
	}
	s.record = p.order.record
	return p.value(d, s, quoted(key))
}

// again reads a field that the record has had before. A different second value
// makes the execution Contradictory.
func (p *Page) again(d *jx.Decoder, s *slot, quoted bool) error {
	before := *p.current
	err := p.value(d, s, quoted)
	p.current.Contradictory = p.current.Contradictory || *p.current != before
	return err
}

// value reads the value of a field. quoted means that the value is known to be a
// string, so that its type need not be checked.
func (p *Page) value(d *jx.Decoder, s *slot, quoted bool) error {
	if s.do == skip {
		return d.Skip()
	}
	kind := jx.String
	if !quoted {
		kind = d.Next()
	}
	switch s.do {
	case asTime:
		return p.moment(d, kind, s.field)
	case asList:
		return p.raw(d, kind, s.field)
	}
	if kind != jx.String {
		return p.noText(d, kind, s.field)
	}
	text, err := d.StrBytes()
	if err != nil {
		return err
	}
	if s.do == asID {
		return p.id(text)
	}
	word, fresh := p.words.intern(text)
	p.Text += fresh
	s.field.SetText(p.current, word)
	return nil
}

// noText reads a value that should be a string and is not. It counts as missing; but
// a state that cannot be read is an unknown word, not a missing one.
func (p *Page) noText(d *jx.Decoder, kind jx.Type, f *workload.Field) error {
	if f.Kind != workload.State || kind == jx.Null {
		return d.Skip()
	}
	raw, err := d.Raw()
	f.SetText(p.current, string(valid(raw)))
	return err
}

// quoted reports whether the value of a key is certainly a string. If key is a
// part of the buffer, its value follows it there. For a key that is a copy, or
// with blanks before the value, it returns false.
func quoted(key []byte) bool {
	rest := key[len(key):cap(key)]
	return len(rest) >= 4 && binary.LittleEndian.Uint32(rest)<<8 == '"'<<8|':'<<16|'"'<<24
}

func (p *Page) id(text []byte) error {
	if len(p.ids) > p.begun {
		return p.fail(errNoID) // a second id
	}
	p.ids = append(p.ids, valid(text)...)
	return nil
}

func (p *Page) raw(d *jx.Decoder, kind jx.Type, f *workload.Field) error {
	if kind == jx.Null {
		return d.Skip()
	}
	raw, err := d.Raw() // also where it is no list: that is unknown, not missing
	text := string(valid(raw))
	p.Text += len(text)
	f.SetText(p.current, text)
	return err
}

func (p *Page) moment(d *jx.Decoder, kind jx.Type, f *workload.Field) error {
	switch kind {
	case jx.String:
		text, err := d.StrBytes()
		f.SetTime(p.current, p.times.Parse(text))
		return err
	case jx.Null:
		f.SetTime(p.current, 0)
	default:
		f.SetTime(p.current, workload.Unreadable)
	}
	return d.Skip()
}
