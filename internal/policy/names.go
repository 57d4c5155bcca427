package policy

import (
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Field is a name of an execution that globs can be held against.
type Field uint8

// The fields, each the key of a match.
const (
	ID                Field = iota // ids
	Scenario                       // scenarios
	Executable                     // executables
	Configuration                  // configurations
	ConfigurationName              // configurationNames
	Schedule                       // schedules
)

// String returns the key of a match that f stands for.
func (f Field) String() string {
	return [...]string{"ids", "scenarios", "executables", "configurations", "configurationNames", "schedules"}[f]
}

func (f Field) of(e *workload.Execution) string {
	switch f {
	case ID:
		return e.ID
	case Scenario:
		return e.ScenarioID
	case Executable:
		return e.ExecutableID
	case Configuration:
		return e.ConfigurationID
	case ConfigurationName:
		return e.ConfigurationName
	}
	return e.ExecutionScheduleID
}

// Names is a key of globs over a field: any of the patterns matches the whole of
// it. Where the field is missing the answer is unknown; but an execution without
// a schedule is known to come from none.
func Names(f Field, patterns glob.List) Condition {
	return &named{field: f, patterns: patterns}
}

type named struct {
	cheap
	field    Field
	patterns glob.List
}

func (c *named) holds(s *subject) Truth {
	name := c.field.of(s.execution)
	if name == "" {
		return c.missing()
	}
	return truth(c.patterns.Match(name))
}

func (c *named) missing() Truth {
	if c.field == Schedule {
		return False
	}
	return Unknown
}

func (c *named) withoutAges() Condition { return c }

func (c *named) explain(s *subject) Check {
	globs := make([]string, len(c.patterns))
	for i, p := range c.patterns {
		globs[i] = p.String()
	}
	return Check{Key: c.field.String(), Wants: strings.Join(globs, ", "), Saw: c.field.of(s.execution), Holds: c.holds(s)}
}
