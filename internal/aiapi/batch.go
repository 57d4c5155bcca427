package aiapi

import (
	"errors"
	"io"
	"net/http"
	"sync"

	"github.com/go-faster/jx"
)

// batch is the memory of one bulk request and its answer, which the next one uses
// again.
type batch struct {
	changes []Change
	index   map[string]int // of each change by its id
	body    *body
	answer  []byte
	json    *jx.Decoder
	replies [MaxBatch]reply
}

// reply is what the answer says of one change. The error lies in the batch's
// answer.
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

// largeAnswer is more than an answer to a bulk request takes, in bytes.
const largeAnswer = 1 << 20

// newBatch makes the body of a bulk request. The error says what is wrong with a
// change.
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

// release gives the memory to the next batch. A body that a transport still reads
// is left to it.
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

// read takes the answer {executions: […]}. An answer that breaks off is
// io.ErrUnexpectedEOF.
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

// item takes what the answer says of one execution. It goes by whether there is an
// error, never by the wording of a message.
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

// and joins two replies to one change. Where they contradict each other, it is not
// known what became of it.
func (r reply) and(other reply) reply {
	switch {
	case r.state == silent || r.state == other.state:
		return other
	case r.state == refused || r.state == contradictory:
		return reply{contradictory, r.raw}
	}
	return reply{contradictory, other.raw}
}

// readAll is io.ReadAll into memory that is there.
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
