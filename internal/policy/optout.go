package policy

import (
	"fmt"
	"time"
)

// OptOut lets the owner of a run keep it with a tracking tag. The value of the
// tag is the date until which it is kept, or any other text.
type OptOut struct {
	Tag    string        // "" if none
	MaxFor time.Duration // from createdAt; no run is kept for longer
}

// optedOut reports whether the tag keeps the execution: until its date, at most
// for maxFor. After maxFor the tag need not be fetched.
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

// mayOptOut reports whether the execution is young enough for a tag to keep it.
// It returns true if createdAt is not readable.
func (v *vetoes) mayOptOut(s *subject) bool {
	created := s.execution.CreatedAt
	return !created.Readable() || since(s.at, created) < v.optOut.MaxFor
}

// until reads the value of a tag: a moment, or a day, which ends at midnight in
// the zone of the config. dated is false for any other text.
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
