package aiapi

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// pageDecoder decodes answers {count, resources: […]} as they come, a window of
// their text at a time. It is used for page after page, as what it needs is not
// small: a window, a page of executions, and the words that repeat.
type pageDecoder struct {
	json       *jx.Decoder
	details    bool
	window     window
	executions []workload.Execution
	ids        []byte // of the page, one after the other
	ends       []int  // of each execution's id in ids
	begun      int    // where the id of the one being read begins in ids
	words      words
	found      bool // resources
}

var pageDecoders = sync.Pool{New: func() any {
	return &pageDecoder{json: jx.DecodeBytes(nil), window: newWindow(128 << 10), words: words{kept: make(map[string]string)}}
}}

// release gives the decoder back; the executions that it has decoded end with that.
func (p *pageDecoder) release() {
	clear(p.executions)
	p.words.tidy()
	p.json.ResetBytes(nil)
	pageDecoders.Put(p)
}

// decodePage decodes a page. An answer that breaks off is io.ErrUnexpectedEOF;
// one that is something else wraps errNotJSON. Fields that are null or of another
// type than described count as missing, but an execution without an id is an
// error: what cannot be named cannot be decided on.
func decodePage(r io.Reader, o ListOptions) (*pageDecoder, error) {
	p := pageDecoders.Get().(*pageDecoder)
	p.details, p.found = o.Details, false
	p.executions, p.ids, p.ends = p.executions[:0], p.ids[:0], p.ends[:0]
	p.window.open(r)
	if err := p.decode(); err != nil {
		p.release()
		return nil, err
	}
	p.nameAll()
	return p, nil
}

// decode reads window after window. Each is decoded as if it were the whole
// answer; where it turns out to end too early, the execution that was begun last
// becomes the first of the next one.
func (p *pageDecoder) decode() error {
	for {
		if err := p.window.fill(); err != nil {
			return err
		}
		p.json.ResetBytes(p.window.text)
		err := p.json.ObjBytes(p.list)
		switch {
		case err == nil && p.found:
			return nil
		case err == nil:
			return fmt.Errorf("%w: a list of executions without resources", errNotJSON)
		case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			return fmt.Errorf("%w: %s", errNotJSON, clean(err.Error()))
		case p.window.ended:
			return io.ErrUnexpectedEOF
		}
		if err := p.goOn(); err != nil {
			return err
		}
	}
}

// goOn takes back the execution that was begun last and moves the window there.
func (p *pageDecoder) goOn() error {
	from := p.window.from
	p.executions, p.ends = p.executions[:from.executions], p.ends[:from.executions]
	p.ids = p.ids[:from.ids]
	return p.window.move()
}

func (p *pageDecoder) list(d *jx.Decoder, key []byte) error {
	if string(key) != "resources" {
		return d.Skip()
	}
	p.found = true
	return d.Arr(p.execution)
}

func (p *pageDecoder) execution(d *jx.Decoder) error {
	p.executions = append(p.executions, workload.Execution{})
	e := &p.executions[len(p.executions)-1]
	p.begun = len(p.ids)
	first := true
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		if first {
			p.window.begin(key, mark{executions: len(p.executions) - 1, ids: p.begun})
			first = false
		}
		return p.field(d, key, e)
	})
	if err != nil {
		return err
	}
	if n := len(p.ids) - p.begun; n < 1 || n > 256 {
		return errNoID
	}
	p.ends = append(p.ends, len(p.ids))
	return nil
}

// nameAll gives the executions their ids, which stand in one string.
func (p *pageDecoder) nameAll() {
	ids, start := string(p.ids), 0
	for i, end := range p.ends {
		p.executions[i].ID = ids[start:end]
		start = end
	}
}
