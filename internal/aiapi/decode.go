package aiapi

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-faster/jx"
)

// decodePage decodes an answer {count, resources: […]} as it comes, without
// holding it as a whole. An answer that breaks off is io.ErrUnexpectedEOF; one
// that is something else wraps errNotJSON. Fields that are null or of another
// type than described count as missing, but an execution without an id is an
// error: what cannot be named cannot be decided on.
func decodePage(r io.Reader, o ListOptions) ([]Execution, error) {
	source := &source{Reader: r}
	p := pageDecoder{json: jx.Decode(source, 64<<10), details: o.Details, words: make(map[string]string)}
	found := false
	err := p.json.ObjBytes(func(d *jx.Decoder, key []byte) error {
		if string(key) != "resources" {
			return d.Skip()
		}
		found = true
		return d.Arr(p.execution)
	})
	switch {
	case source.err != nil && source.err != io.EOF:
		return nil, source.err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, io.ErrUnexpectedEOF
	case err != nil:
		return nil, fmt.Errorf("%w: %s", errNotJSON, clean(err.Error()))
	case !found:
		return nil, fmt.Errorf("%w: a list of executions without resources", errNotJSON)
	}
	p.nameAll()
	return p.executions, nil
}

// source remembers how reading ended, to tell a fault of the connection from
// one of the text.
type source struct {
	io.Reader
	err error
}

func (s *source) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	if err != nil {
		s.err = err
	}
	return n, err
}

// pageDecoder decodes executions. The ids of a page stand in one string, and
// words that repeat are kept once.
type pageDecoder struct {
	json       *jx.Decoder
	details    bool
	executions []Execution
	words      map[string]string
	ids        strings.Builder
	begun      int   // where the id of the one being read begins in ids
	ends       []int // of each execution's id in ids
}

// maxWords bounds the words that are kept once; those beyond it are kept each
// time, so that a server of ever new words costs memory, not correctness.
const maxWords = 1 << 16

func (p *pageDecoder) execution(d *jx.Decoder) error {
	p.executions = append(p.executions, Execution{})
	e := &p.executions[len(p.executions)-1]
	p.begun = p.ids.Len()
	if err := d.ObjBytes(func(d *jx.Decoder, key []byte) error { return p.field(d, key, e) }); err != nil {
		return err
	}
	if n := p.ids.Len() - p.begun; n < 1 || n > 256 {
		return errNoID
	}
	p.ends = append(p.ends, p.ids.Len())
	return nil
}

var errNoID = fmt.Errorf("%w: an execution without a usable id", errNotJSON)

func (p *pageDecoder) field(d *jx.Decoder, key []byte, e *Execution) error {
	switch string(key) {
	case "id":
		return p.id(d)
	case "configurationId":
		return p.word(d, &e.ConfigurationID)
	case "configurationName":
		return p.word(d, &e.ConfigurationName)
	case "executableId":
		return p.word(d, &e.ExecutableID)
	case "scenarioId":
		return p.word(d, &e.ScenarioID)
	case "executionScheduleId":
		return p.word(d, &e.ExecutionScheduleID)
	case "status":
		return p.word(d, (*string)(&e.Status))
	case "targetStatus":
		return p.word(d, (*string)(&e.TargetStatus))
	case "createdAt":
		return p.time(d, &e.CreatedAt)
	case "modifiedAt":
		return p.time(d, &e.ModifiedAt)
	case "submissionTime":
		return p.time(d, &e.SubmissionTime)
	case "startTime":
		return p.time(d, &e.StartTime)
	case "completionTime":
		return p.time(d, &e.CompletionTime)
	case "statusMessage":
		if p.details {
			return p.word(d, &e.StatusMessage)
		}
	case "outputArtifacts":
		if p.details && d.Next() == jx.Array {
			raw, err := d.Raw()
			e.OutputArtifacts = string(raw)
			return err
		}
	}
	return d.Skip()
}

func (p *pageDecoder) id(d *jx.Decoder) error {
	if d.Next() != jx.String {
		return d.Skip()
	}
	if p.ids.Len() > p.begun {
		return errNoID // a second one: nobody can say which is meant
	}
	text, err := d.StrBytes()
	p.ids.Write(text)
	return err
}

func (p *pageDecoder) word(d *jx.Decoder, to *string) error {
	if d.Next() != jx.String {
		return d.Skip()
	}
	text, err := d.StrBytes()
	if err != nil {
		return err
	}
	kept, ok := p.words[string(text)]
	if !ok {
		kept = string(text)
		if len(p.words) < maxWords {
			p.words[kept] = kept
		}
	}
	*to = kept
	return nil
}

func (p *pageDecoder) time(d *jx.Decoder, to *Timestamp) error {
	if d.Next() != jx.String {
		return d.Skip()
	}
	text, err := d.StrBytes()
	*to = parseTimestamp(text)
	return err
}

// nameAll gives the executions their ids.
func (p *pageDecoder) nameAll() {
	ids, start := p.ids.String(), 0
	for i, end := range p.ends {
		p.executions[i].ID = ids[start:end]
		start = end
	}
}
