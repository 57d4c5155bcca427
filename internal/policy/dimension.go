package policy

import (
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Dimension is a field that keep groups executions by, beside their resource
// group, which is always in. A missing value makes a group of its own.
type Dimension uint8

// The dimensions. PerResourceGroup, for keep over a whole resource group, adds
// nothing to what is always in.
const (
	PerResourceGroup Dimension = iota
	PerScenario
	PerExecutable
	PerConfiguration
	PerSchedule
)

var dimensionWords = [...]string{"resourceGroup", "scenario", "executable", "configuration", "executionSchedule"}

// String returns the word that the config has for d.
func (d Dimension) String() string { return dimensionWords[d] }

// MarshalText gives the word that String does.
func (d Dimension) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Dimension) of(e *workload.Execution) string {
	switch d {
	case PerScenario:
		return e.ScenarioID
	case PerExecutable:
		return e.ExecutableID
	case PerConfiguration:
		return e.ConfigurationID
	case PerSchedule:
		return e.ExecutionScheduleID
	}
	return ""
}
