package aiapi

import (
	"fmt"
	"unicode/utf8"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

var errNoID = fmt.Errorf("%w: an execution without a usable id", errNotJSON)

func (p *pageDecoder) field(d *jx.Decoder, key []byte, e *workload.Execution) error {
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
	if len(p.ids) > p.begun {
		return errNoID // a second one: nobody can say which is meant
	}
	text, err := d.StrBytes()
	if err == nil && !utf8.Valid(text) {
		return errNoID // written into a request, it would name another execution
	}
	p.ids = append(p.ids, text...)
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
	*to = p.words.of(text)
	return nil
}

func (p *pageDecoder) time(d *jx.Decoder, to *workload.Timestamp) error {
	switch d.Next() {
	case jx.String:
		text, err := d.StrBytes()
		*to = workload.ParseTimestamp(text)
		return err
	case jx.Null:
		*to = 0
	default:
		*to = workload.Unreadable
	}
	return d.Skip()
}
