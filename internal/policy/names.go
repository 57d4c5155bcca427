package policy

import (
	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Names returns the condition of a key with globs for a field of workload.Fields:
// one of the patterns matches the whole field. If the field is missing the answer
// is Unknown. But an execution without a schedule id certainly comes from no
// schedule.
func Names(f *workload.Field, patterns glob.List) Condition {
	c := &named{field: f, patterns: patterns, missing: Unknown}
	if f.Name == "executionScheduleId" {
		c.missing = False
	}
	return c
}

type named struct {
	cheap
	field    *workload.Field
	patterns glob.List
	missing  Truth
}

func (c *named) holds(s *subject) Truth {
	name := c.field.Text(s.execution)
	if name == "" {
		return c.missing
	}
	return truth(c.patterns.Match(name))
}

func (c *named) withoutAges() Condition { return c }

func (c *named) needs(n *Needs) { n.Details = n.Details || c.field.Details }

func (c *named) explain(s *subject) Check {
	return Check{Key: c.field.Key, Wants: spellGlobs(c.patterns), Saw: c.field.Text(s.execution), Holds: c.holds(s)}
}
