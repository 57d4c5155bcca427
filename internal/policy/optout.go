package policy

import (
	"fmt"
	"time"
)

// OptOut is how the owner of a run spares it: by a tracking tag whose value is a
// date, until which it is kept, or any other text.
type OptOut struct {
	Tag    string        // "" for none
	MaxFor time.Duration // from createdAt; nothing is spared for longer
}

// optedOut holds until the date of the tag, at most for maxFor. After that nobody
// needs to ask whether the execution bears the tag.
func (v *vetoes) optedOut(s *subject) Truth {
	if !v.mayOptOut(s) {
		return False
	}
	value, bears, known := s.facts.tag(s.execution.ID, v.optOut.Tag)
	switch {
	case !known:
		return s.unknown(FactOptOut)
	case !bears:
		return False
	}
	until, dated := v.until(value)
	return truth(!dated || s.now.Before(until))
}

// mayOptOut reports whether the execution is young enough to be spared. Where its
// createdAt cannot be read nobody knows, and it is.
func (v *vetoes) mayOptOut(s *subject) bool {
	created := s.execution.CreatedAt
	return !created.Readable() || since(s.at, created) < v.optOut.MaxFor
}

// until reads the value of a tag: a day, which ends at midnight in the zone of the
// config, or a moment. It is not dated where it is another text.
func (v *vetoes) until(value string) (end time.Time, dated bool) {
	if day, err := time.ParseInLocation(time.DateOnly, value, v.location); err == nil {
		return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, v.location), true
	}
	moment, err := time.Parse(time.RFC3339, value)
	return moment, err == nil
}

func (v *vetoes) wantsOptOut() string {
	return fmt.Sprintf("tag %s, for %v at most", v.optOut.Tag, Span(v.optOut.MaxFor))
}

func (v *vetoes) sawOptOut(s *subject) string {
	value, bears, known := s.facts.tag(s.execution.ID, v.optOut.Tag)
	switch {
	case !v.mayOptOut(s):
		return "too old to be spared"
	case !known:
		return s.unasked(FactOptOut)
	case !bears:
		return "no such tag"
	}
	return v.optOut.Tag + ": " + value
}
