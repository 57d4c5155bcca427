package simulator

import (
	"strconv"
	"time"
)

// Execution is a simulated run, with its true state. The API leaves out times
// that are zero.
type Execution struct {
	ID                  string
	ConfigurationID     string
	ConfigurationName   string
	ExecutableID        string
	ScenarioID          string
	ExecutionScheduleID string
	Status              string
	TargetStatus        string // a normal execution has COMPLETED from its creation on
	StatusMessage       string
	OutputArtifacts     int // how many it has produced
	CreatedAt           time.Time
	ModifiedAt          time.Time
	SubmissionTime      time.Time
	StartTime           time.Time
	CompletionTime      time.Time

	seeded string // its first state, from which its facts are drawn; "" if it was added by Put
}

// ArtifactID returns the id of output artifact i, counted from 0.
func (e *Execution) ArtifactID(i int) string { return e.ID + "-" + strconv.Itoa(i) }

// stoppable and deletable are the rules of the API: active executions may be
// stopped; those that are neither active nor STOPPING may be deleted.
func (e *Execution) stoppable() bool {
	return (e.Status == "PENDING" || e.Status == "RUNNING") && e.TargetStatus != "STOPPED" && e.TargetStatus != "DELETED"
}

func (e *Execution) deletable() bool {
	switch e.Status {
	case "UNKNOWN", "STOPPED", "DEAD", "COMPLETED":
		return e.TargetStatus != "DELETED"
	}
	return false
}

// appendJSON writes the execution like the API, changed by the quirk.
func (e *Execution) appendJSON(b []byte, q quirk, more ...string) []byte {
	b = append(b, `{"id":`...)
	b = appendText(b, e.ID)
	b = appendField(b, "configurationId", e.ConfigurationID, "")
	b = appendField(b, "configurationName", e.ConfigurationName, q.absent)
	b = appendField(b, "executableId", e.ExecutableID, q.absent)
	b = q.field(b, "scenarioId", e.ScenarioID, q.absent)
	b = appendField(b, "executionScheduleId", e.ExecutionScheduleID, q.absent)
	b = q.field(b, "status", e.Status, "")
	b = appendField(b, "targetStatus", e.TargetStatus, q.absent)
	b = q.field(b, "statusMessage", e.StatusMessage, q.absent)
	b = e.appendArtifacts(b, q.absent)
	b = q.moment(b, "createdAt", e.CreatedAt, "")
	b = q.moment(b, "modifiedAt", e.ModifiedAt, "")
	b = q.moment(b, "submissionTime", e.SubmissionTime, q.absent)
	b = q.moment(b, "startTime", e.StartTime, q.absent)
	b = q.moment(b, "completionTime", e.CompletionTime, q.absent)
	for _, m := range more {
		b = append(append(b, ','), m...)
	}
	return append(b, '}')
}

func (e *Execution) appendArtifacts(b []byte, absent string) []byte {
	if absent != "" {
		return appendField(b, "outputArtifacts", "", absent)
	}
	b = append(b, `,"outputArtifacts":[`...)
	for i := range e.OutputArtifacts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(append(b, `{"id":`...), e.ArtifactID(i))
		b = appendText(append(b, `,"name":"model","kind":"model","url":`...), "ai://default/"+e.ID+"/model")
		b = appendField(b, "scenarioId", e.ScenarioID, "")
		b = appendTime(b, "createdAt", e.CompletionTime, "")
		b = append(appendTime(b, "modifiedAt", e.CompletionTime, ""), '}')
	}
	return append(b, ']')
}

// appendField writes a field unless it is empty. With absent "missing" or "null"
// it hides the value.
func appendField(b []byte, name, value, absent string) []byte {
	if absent == "null" {
		return append(append(append(b, `,"`...), name...), `":null`...)
	}
	if value == "" || absent == "missing" {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":`...)
	return appendText(b, value)
}

func appendTime(b []byte, name string, t time.Time, absent string) []byte {
	if absent == "null" {
		return appendField(b, name, "", absent)
	}
	if t.IsZero() || absent == "missing" {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":"`...)
	return append(t.UTC().AppendFormat(b, "2006-01-02T15:04:05Z"), '"')
}
