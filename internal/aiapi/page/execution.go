package page

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// maxID bounds an id, in bytes. The API's description allows 64.
const maxID = 4 << 10

var errNoID = fmt.Errorf("%w: an execution without a usable id", ErrFormat)

func (p *Page) execution(d *jx.Decoder) error {
	p.Executions = append(p.Executions, workload.Execution{})
	if p.options.Top > 0 && len(p.Executions) > p.options.Top {
		return p.fail(fmt.Errorf("%w: a page has more than the %d executions asked for by $top", ErrTooMuch, p.options.Top))
	}
	e := &p.Executions[len(p.Executions)-1]
	p.begun, p.seen = len(p.ids), 0
	p.order.begin()
	first := true
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		if first {
			p.window.begin(key, mark{executions: len(p.Executions) - 1, ids: p.begun})
			first = false
		}
		return p.field(d, key, e)
	})
	if err != nil {
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

// field reads one field of the record in hand. The ids of the page stand apart
// from its executions until all of them are read.
func (p *Page) field(d *jx.Decoder, key []byte, e *workload.Execution) error {
	i := p.order.find(key)
	if i < 0 {
		return d.Skip()
	}
	f := &workload.Fields[i]
	switch {
	case i == idField:
		return p.id(d)
	case f.Details && !p.options.Details:
		return d.Skip()
	case p.seen>>i&1 != 0:
		return p.again(d, f, e)
	}
	p.seen |= 1 << i
	return p.value(d, f, e)
}

// again reads a field that the record has had before. Two values contradict each
// other as two records would.
func (p *Page) again(d *jx.Decoder, f *workload.Field, e *workload.Execution) error {
	before := *e
	err := p.value(d, f, e)
	e.Contradictory = e.Contradictory || *e != before
	return err
}

func (p *Page) value(d *jx.Decoder, f *workload.Field, e *workload.Execution) error {
	switch f.Kind {
	case workload.Time:
		return moment(d, f, e)
	case workload.List:
		return p.raw(d, f, e)
	}
	return p.word(d, f, e)
}

func (p *Page) id(d *jx.Decoder) error {
	if d.Next() != jx.String {
		return d.Skip()
	}
	if len(p.ids) > p.begun {
		return p.fail(errNoID) // a second one
	}
	text, err := d.StrBytes()
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte(replacement))
	}
	p.ids = append(p.ids, text...)
	return err
}

func (p *Page) word(d *jx.Decoder, f *workload.Field, e *workload.Execution) error {
	if d.Next() != jx.String {
		return d.Skip()
	}
	text, err := d.StrBytes()
	if err != nil {
		return err
	}
	word, fresh := p.words.of(text)
	p.Text += fresh
	f.SetText(e, word)
	return nil
}

func (p *Page) raw(d *jx.Decoder, f *workload.Field, e *workload.Execution) error {
	if d.Next() != jx.Array {
		return d.Skip()
	}
	raw, err := d.Raw()
	text := string(bytes.ToValidUTF8(raw, []byte(replacement)))
	p.Text += len(text)
	f.SetText(e, text)
	return err
}

func moment(d *jx.Decoder, f *workload.Field, e *workload.Execution) error {
	switch d.Next() {
	case jx.String:
		text, err := d.StrBytes()
		f.SetTime(e, workload.ParseTimestamp(text))
		return err
	case jx.Null:
		f.SetTime(e, 0)
	default:
		f.SetTime(e, workload.Unreadable)
	}
	return d.Skip()
}
