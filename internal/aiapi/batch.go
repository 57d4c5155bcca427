package aiapi

import (
	"errors"
	"io"
	"net/http"
	"sync"

	"github.com/go-faster/jx"
)

// batch holds one bulk request and its answer. Its memory is reused by later
// requests.
type batch struct {
	changes []Change
	index   map[string]int // of each change, by id
	body    *body
	answer  []byte
	json    *jx.Decoder
	replies [MaxBatch]reply
}

// reply is what the answer says about one change. Its error is a part of the
// batch's answer.
type reply struct {
	state replyState
	raw   []byte
}

type replyState uint8

const (
	silent replyState = iota
	accepted
	refused
	contradictory // both
)

var batches = sync.Pool{New: func() any {
	return &batch{index: make(map[string]int, MaxBatch), body: new(body), json: jx.DecodeBytes(nil)}
}}

// largeAnswer is more bytes than an answer to a bulk request normally has.
const largeAnswer = 1 << 20

// newBatch builds the body of a bulk request. The error says which change is not
// allowed and why.
func newBatch(changes []Change) (*batch, error) {
	b := batches.Get().(*batch)
	b.changes = changes
	clear(b.index)
	text := append(b.body.text[:0], `{"executions":[`...)
	for i, c := range changes {
		if err := b.check(c); err != nil {
			b.release()
			return nil, err
		}
		b.index[c.ID] = i
		if i > 0 {
			text = append(text, ',')
		}
		text = append(append(append(text, `{"id":"`...), c.ID...), `","targetStatus":"`...) // neither holds what JSON escapes
		text = append(append(text, c.Target...), `"}`...)
	}
	b.body.text = append(text, `]}`...)
	return b, nil
}

// release makes the memory available to the next batch, except for a body that a
// transport is still reading.
func (b *batch) release() {
	if !b.body.idle() {
		b.body = new(body)
	}
	if cap(b.answer) > largeAnswer {
		b.answer = nil
	}
	b.changes = nil
	b.json.ResetBytes(nil)
	batches.Put(b)
}

// read reads the answer {executions: […]}. The error is io.ErrUnexpectedEOF if
// the answer breaks off.
func (b *batch) read(resp *http.Response) error {
	b.replies = [MaxBatch]reply{}
	var err error
	if b.answer, err = readAll(resp.Body, b.answer[:0]); err != nil {
		return err
	}
	b.json.ResetBytes(b.answer)
	err = b.json.ObjBytes(func(d *jx.Decoder, key []byte) error {
		if string(key) != "executions" || d.Next() != jx.Array {
			return d.Skip()
		}
		return d.Arr(b.item)
	})
	return parsed(err, resp, b.answer)
}

// item reads the answer about one execution. It looks only at whether there is an
// error, never at the text of a message.
func (b *batch) item(d *jx.Decoder) error {
	if d.Next() != jx.Object {
		return d.Skip()
	}
	at, known := 0, false
	said := reply{state: accepted}
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		switch {
		case string(key) == "id" && d.Next() == jx.String:
			id, err := d.StrBytes()
			at, known = b.index[string(id)]
			return err
		case string(key) == "error" && d.Next() != jx.Null:
			raw, err := d.Raw()
			said = reply{refused, raw}
			return err
		}
		return d.Skip()
	})
	if known && err == nil {
		b.replies[at] = b.replies[at].and(said)
	}
	return err
}

// and joins two replies to one change. If they contradict each other, the outcome
// of the change is unknown.
func (r reply) and(other reply) reply {
	switch {
	case r.state == silent || r.state == other.state:
		return other
	case r.state == refused || r.state == contradictory:
		return reply{contradictory, r.raw}
	}
	return reply{contradictory, other.raw}
}

// readAll is io.ReadAll, but it reuses the memory of into.
func readAll(r io.Reader, into []byte) ([]byte, error) {
	for {
		if len(into) == cap(into) {
			into = append(into, 0)[:len(into)]
		}
		n, err := r.Read(into[len(into):cap(into)])
		into = into[:len(into)+n]
		if errors.Is(err, io.EOF) {
			return into, nil
		}
		if err != nil {
			return into, err
		}
	}
}
