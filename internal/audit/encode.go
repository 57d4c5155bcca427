package audit

import (
	"slices"
	"sync"
	"time"

	"github.com/go-faster/jx"
)

// line is a record as the file holds it, with its end of line.
type line struct {
	text    []byte
	outcome bool
}

// encoder makes lines of records, in memory that the next ones use again. It goes
// without reflection, which costs several times as much for a million of them.
type encoder struct {
	json  jx.Encoder
	time  []byte
	text  []byte
	lines []line
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

// largeText is more than the lines of a batch take, in bytes.
const largeText = 1 << 20

// release gives the memory to the next encoder: the lines must not be used after
// that.
func (e *encoder) release() {
	if cap(e.text) > largeText {
		return
	}
	encoders.Put(e)
}

// encode returns the lines of records.
func encode(records []Record) *encoder {
	e := encoders.Get().(*encoder)
	e.text, e.lines = e.text[:0], e.lines[:0]
	ends := make([]int, len(records))
	for i := range records {
		e.json.Reset()
		e.record(&records[i])
		e.text = append(append(e.text, e.json.Bytes()...), '\n')
		ends[i] = len(e.text)
	}
	e.lines = slices.Grow(e.lines, len(records))
	start := 0
	for i, end := range ends { // the text has stopped growing, so it does not move any more
		e.lines = append(e.lines, line{e.text[start:end:end], records[i].Event == Outcome})
		start = end
	}
	return e
}

func (e *encoder) record(r *Record) {
	e.json.ObjStart()
	e.moment("time", r.Time)
	e.field("sweep", r.Sweep)
	e.field("event", r.Event)
	e.field("resourceGroup", r.ResourceGroup)
	e.field("id", r.ID)
	e.field("policy", r.Policy)
	e.field("action", r.Action)
	e.field("target", r.Target)
	e.ifAny("call", r.Call)
	e.field("reason", r.Reason)
	e.ifAny("scenario", r.Scenario)
	e.ifAny("executable", r.Executable)
	e.ifAny("configuration", r.Configuration)
	e.field("status", r.Status)
	if !r.CreatedAt.IsZero() {
		e.moment("createdAt", r.CreatedAt)
	}
	e.field("age", r.Age)
	e.ifAny("outcome", r.Outcome)
	e.ifAny("error", r.Error)
	e.ifAny("requestId", r.RequestID)
	e.json.ObjEnd()
}

func (e *encoder) field(name, value string) {
	e.json.FieldStart(name)
	e.json.StrEscape(value)
}

func (e *encoder) ifAny(name, value string) {
	if value != "" {
		e.field(name, value)
	}
}

func (e *encoder) moment(name string, t time.Time) {
	e.time = t.AppendFormat(e.time[:0], time.RFC3339Nano)
	e.json.FieldStart(name)
	e.json.ByteStr(e.time)
}
