package reaper

import (
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// The limits that put an action off, as the metrics and the audit log name them.
const (
	limitStops   = "maxStops"
	limitDeletes = "maxDeletes"
	limitPercent = "maxPercent"
	limitSkew    = "maxClockSkew"
)

// guard holds the plan against the limits, before anything is sent. An error
// refuses the sweep as a whole.
func (s *sweep) guard() error {
	if skew, known := s.skew(); known && skew.Abs() > s.Limits.MaxClockSkew {
		for _, v := range s.surveys {
			v.deferAll(limitSkew)
		}
		return refusedBySkew(skew, s.Limits.MaxClockSkew)
	}
	for _, v := range s.surveys {
		s.guardPercent(v)
	}
	s.guardCounts()
	return nil
}

// guardPercent leaves a group alone of which too large a part would go.
func (s *sweep) guardPercent(v *survey) {
	if n := v.planned(); policy.Percent(n, v.listed, s.Limits.MaxPercent) {
		v.refused = fmt.Sprintf("%d of %d executions (%.1f %%) would be acted on, more than limits.maxPercent (%v %%); nothing was sent: if that is meant, raise the limit",
			n, v.listed, 100*float64(n)/float64(v.listed), s.Limits.MaxPercent)
		v.deferAll(limitPercent)
	}
}

// guardCounts lets the oldest of all groups through, as many as the limits say.
func (s *sweep) guardCounts() {
	maxStops, maxDeletes := s.Shard.share(s.Limits.MaxStops), s.Shard.share(s.Limits.MaxDeletes)
	total := 0
	for _, v := range s.surveys {
		total += v.planned()
	}
	if total <= min(maxStops, maxDeletes) {
		return // one action takes one of each at most
	}
	var rows []*Row
	var candidates []policy.Candidate
	for _, v := range s.surveys {
		for i := range v.rows {
			if r := &v.rows[i]; r.Outcome == Planned {
				rows = append(rows, r)
				candidates = append(candidates, policy.Candidate{Action: r.Action, Age: r.Age, Group: r.Group, ID: r.Execution.ID})
			}
		}
	}
	for i, limit := range policy.LimitOldest(candidates, maxStops, maxDeletes) {
		if limit != "" {
			rows[i].putOff(limit)
		}
	}
}

func (v *survey) planned() int {
	n := 0
	for i := range v.rows {
		if v.rows[i].Outcome == Planned {
			n++
		}
	}
	return n
}

func (v *survey) deferAll(limit string) {
	for i := range v.rows {
		if v.rows[i].Outcome == Planned {
			v.rows[i].putOff(limit)
		}
	}
}

func (r *Row) putOff(limit string) {
	r.Outcome, r.Reason, r.Limit = Deferred, policy.ReasonLimit, limit
}
