package aiapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// record is an execution in the API's JSON; what is missing stays out.
type record struct {
	ID                  string          `json:"id"`
	ConfigurationID     string          `json:"configurationId,omitempty"`
	ConfigurationName   string          `json:"configurationName,omitempty"`
	ExecutableID        string          `json:"executableId,omitempty"`
	ScenarioID          string          `json:"scenarioId,omitempty"`
	ExecutionScheduleID string          `json:"executionScheduleId,omitempty"`
	Status              Status          `json:"status,omitempty"`
	TargetStatus        Status          `json:"targetStatus,omitempty"`
	StatusMessage       string          `json:"statusMessage,omitempty"`
	OutputArtifacts     json.RawMessage `json:"outputArtifacts,omitempty"`
	CreatedAt           time.Time       `json:"createdAt,omitzero"`
	ModifiedAt          time.Time       `json:"modifiedAt,omitzero"`
	SubmissionTime      time.Time       `json:"submissionTime,omitzero"`
	StartTime           time.Time       `json:"startTime,omitzero"`
	CompletionTime      time.Time       `json:"completionTime,omitzero"`
}

// MarshalJSON writes the execution with the API's field names.
func (e Execution) MarshalJSON() ([]byte, error) {
	return json.Marshal(record{
		e.ID, e.ConfigurationID, e.ConfigurationName, e.ExecutableID, e.ScenarioID, e.ExecutionScheduleID,
		e.Status, e.TargetStatus, e.StatusMessage, json.RawMessage(e.OutputArtifacts),
		e.CreatedAt.Time(), e.ModifiedAt.Time(), e.SubmissionTime.Time(), e.StartTime.Time(), e.CompletionTime.Time(),
	})
}

// DecodeExecution reads one execution in the API's JSON, whole and as leniently
// as a listing does. The error says what is wrong with the text.
func DecodeExecution(text []byte) (Execution, error) {
	if !json.Valid(text) { // it could close the list that it is put in
		return Execution{}, fmt.Errorf("%w: this is not one value of JSON", errNotJSON)
	}
	page := io.MultiReader(bytes.NewReader([]byte(`{"resources":[`)), bytes.NewReader(text), bytes.NewReader([]byte(`]}`)))
	list, err := decodePage(page, ListOptions{Details: true})
	if err != nil {
		return Execution{}, err
	}
	defer list.release()
	if n := len(list.executions); n != 1 {
		return Execution{}, fmt.Errorf("%w: one execution is wanted, there are %d", errNotJSON, n)
	}
	return list.executions[0], nil
}
