package simulator

import (
	"strconv"
	"time"
)

// Execution is a simulated run, with its true state. Times that are zero are
// missing from what the API shows.
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
	OutputArtifacts     int // how many it has made
	CreatedAt           time.Time
	ModifiedAt          time.Time
	SubmissionTime      time.Time
	StartTime           time.Time
	CompletionTime      time.Time
}

// stoppable and deletable are the rules of the API: what is active may be
// stopped, what is not and is not on its way there may be deleted.
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

// appendJSON writes the execution as the API does. A quirk, "missing" or "null",
// is what becomes of the fields that the API does not promise.
func (e *Execution) appendJSON(b []byte, quirk string, more ...string) []byte {
	b = append(b, `{"id":`...)
	b = appendText(b, e.ID)
	b = appendField(b, "configurationId", e.ConfigurationID, "")
	b = appendField(b, "configurationName", e.ConfigurationName, quirk)
	b = appendField(b, "executableId", e.ExecutableID, quirk)
	b = appendField(b, "scenarioId", e.ScenarioID, quirk)
	b = appendField(b, "executionScheduleId", e.ExecutionScheduleID, quirk)
	b = appendField(b, "status", e.Status, "")
	b = appendField(b, "targetStatus", e.TargetStatus, quirk)
	b = appendField(b, "statusMessage", e.StatusMessage, quirk)
	b = e.appendArtifacts(b, quirk)
	b = appendTime(b, "createdAt", e.CreatedAt, "")
	b = appendTime(b, "modifiedAt", e.ModifiedAt, "")
	b = appendTime(b, "submissionTime", e.SubmissionTime, quirk)
	b = appendTime(b, "startTime", e.StartTime, quirk)
	b = appendTime(b, "completionTime", e.CompletionTime, quirk)
	for _, m := range more {
		b = append(append(b, ','), m...)
	}
	return append(b, '}')
}

func (e *Execution) appendArtifacts(b []byte, quirk string) []byte {
	if quirk != "" {
		return appendField(b, "outputArtifacts", "", quirk)
	}
	b = append(b, `,"outputArtifacts":[`...)
	for i := range e.OutputArtifacts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"id":"`...)
		b = strconv.AppendInt(append(append(b, e.ID...), '-'), int64(i), 10)
		b = append(b, `","name":"model","kind":"model","url":"ai://default/`...)
		b = append(append(b, e.ID...), `/model"`...)
		b = appendField(b, "scenarioId", e.ScenarioID, "")
		b = appendTime(b, "createdAt", e.CompletionTime, "")
		b = append(appendTime(b, "modifiedAt", e.CompletionTime, ""), '}')
	}
	return append(b, ']')
}

func appendField(b []byte, name, value, quirk string) []byte {
	if quirk == "null" {
		return append(append(append(b, `,"`...), name...), `":null`...)
	}
	if value == "" || quirk == "missing" {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":`...)
	return appendText(b, value)
}

func appendTime(b []byte, name string, t time.Time, quirk string) []byte {
	if quirk == "null" {
		return appendField(b, name, "", quirk)
	}
	if t.IsZero() || quirk == "missing" {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":"`...)
	return append(t.UTC().AppendFormat(b, "2006-01-02T15:04:05Z"), '"')
}
