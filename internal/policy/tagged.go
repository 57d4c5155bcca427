package policy

import (
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
)

// Tagged returns the condition of the key tags for one name: the execution has a
// tracking tag with this name, and one of the patterns matches its whole value.
func Tagged(name string, patterns glob.List) Condition {
	return &tagged{name: name, patterns: patterns}
}

type tagged struct {
	name     string
	patterns glob.List
}

func (c *tagged) holds(s *subject) Truth {
	value, bears, known := s.facts.tag(s.execution.ID, c.name)
	switch {
	case !known:
		return s.unknown(FactTags)
	case !bears:
		return False
	}
	return truth(c.patterns.Match(value))
}

func (c *tagged) withoutAges() Condition { return c }

func (c *tagged) costly() bool { return true }

func (c *tagged) needs(n *Needs) {
	n.Facts[FactTags] = true
	n.Tags = append(n.Tags, c.name)
}

func (c *tagged) explain(s *subject) Check {
	value, bears, known := s.facts.tag(s.execution.ID, c.name)
	saw := value
	switch {
	case !known:
		saw = s.unasked(FactTags)
	case !bears:
		saw = "no such tag"
	}
	return Check{Key: "tags", Wants: c.name + ": " + spellGlobs(c.patterns), Saw: saw, Holds: c.holds(s)}
}

func spellGlobs(patterns glob.List) string {
	globs := make([]string, len(patterns))
	for i, p := range patterns {
		globs[i] = p.String()
	}
	return strings.Join(globs, ", ")
}
