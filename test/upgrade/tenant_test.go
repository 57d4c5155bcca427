package upgrade

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// line is a line of an inventory: a resource group, or an execution in it.
type line struct {
	ResourceGroup string            `json:"resourceGroup"`
	Labels        map[string]string `json:"labels"`
	ListedAt      time.Time         `json:"listedAt"`
	Execution     *recorded         `json:"execution"`
}

// recorded has the API's own field names.
type recorded struct {
	ID                  string            `json:"id"`
	ConfigurationID     string            `json:"configurationId"`
	ConfigurationName   string            `json:"configurationName"`
	ExecutableID        string            `json:"executableId"`
	ScenarioID          string            `json:"scenarioId"`
	ExecutionScheduleID string            `json:"executionScheduleId"`
	Status              string            `json:"status"`
	TargetStatus        string            `json:"targetStatus"`
	StatusMessage       string            `json:"statusMessage"`
	OutputArtifacts     []json.RawMessage `json:"outputArtifacts"`
	CreatedAt           time.Time         `json:"createdAt"`
	ModifiedAt          time.Time         `json:"modifiedAt"`
	SubmissionTime      time.Time         `json:"submissionTime"`
	StartTime           time.Time         `json:"startTime"`
	CompletionTime      time.Time         `json:"completionTime"`
}

func (r *recorded) simulated() simulator.Execution {
	return simulator.Execution{
		ID: r.ID, ConfigurationID: r.ConfigurationID, ConfigurationName: r.ConfigurationName,
		ExecutableID: r.ExecutableID, ScenarioID: r.ScenarioID, ExecutionScheduleID: r.ExecutionScheduleID,
		Status: r.Status, TargetStatus: r.TargetStatus, StatusMessage: r.StatusMessage, OutputArtifacts: len(r.OutputArtifacts),
		CreatedAt: r.CreatedAt, ModifiedAt: r.ModifiedAt, SubmissionTime: r.SubmissionTime, StartTime: r.StartTime, CompletionTime: r.CompletionTime,
	}
}

// inventory returns the lines of the recorded inventory.
func (v version) inventory(t *testing.T) []line {
	t.Helper()
	var lines []line
	for text := range bytes.Lines(v.read(t, "inventory.jsonl")) {
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	return lines
}

// tenant serves the tenant of the version, as it was before the sweep, and
// returns its variables.
func (v version) tenant(t *testing.T) (*simulator.Server, map[string]string) {
	t.Helper()
	s, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range v.inventory(t) {
		if l.Execution != nil {
			s.Put(l.ResourceGroup, l.Execution.simulated())
			continue
		}
		var labels [][2]string
		for key, value := range l.Labels {
			labels = append(labels, [2]string{key, value})
		}
		s.AddGroup(l.ResourceGroup, "PROVISIONED", labels...)
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	id, secret := s.Credentials()
	return s, map[string]string{
		"AICORE_BASE_URL": server.URL, "AICORE_AUTH_URL": server.URL,
		"AICORE_CLIENT_ID": id, "AICORE_CLIENT_SECRET": secret,
	}
}
