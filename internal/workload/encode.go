package workload

import "encoding/json"

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
	CreatedAt           Timestamp       `json:"createdAt,omitzero"`
	ModifiedAt          Timestamp       `json:"modifiedAt,omitzero"`
	SubmissionTime      Timestamp       `json:"submissionTime,omitzero"`
	StartTime           Timestamp       `json:"startTime,omitzero"`
	CompletionTime      Timestamp       `json:"completionTime,omitzero"`
}

// MarshalJSON writes the execution with the API's field names.
func (e Execution) MarshalJSON() ([]byte, error) {
	return json.Marshal(record{
		e.ID, e.ConfigurationID, e.ConfigurationName, e.ExecutableID, e.ScenarioID, e.ExecutionScheduleID,
		e.Status, e.TargetStatus, e.StatusMessage, json.RawMessage(e.OutputArtifacts),
		e.CreatedAt, e.ModifiedAt, e.SubmissionTime, e.StartTime, e.CompletionTime,
	})
}
