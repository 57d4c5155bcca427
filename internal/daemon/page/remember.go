package page

import (
	"maps"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// sweepOf returns the summary of a sweep.
func sweepOf(r *report.Report) Sweep {
	s := Sweep{ID: r.Sweep, At: r.FinishedAt, Took: r.FinishedAt.Sub(r.StartedAt), Mode: r.Mode, Result: r.Result, Cause: r.Error(), Error: r.Error(), Freed: r.Freed}
	for i := range r.Policies {
		p := &r.Policies[i]
		s.Policies = append(s.Policies, p.Name)
		s.Counts.Planned += p.Planned
		s.Counts.Stopped += p.Stopped
		s.Counts.Deleted += p.Deleted
		s.Counts.Failed += p.Failed
		s.Counts.Deferred += p.Deferred
	}
	for i := range r.Groups {
		if g := &r.Groups[i]; s.Error == "" && g.Error != "" && g.Result != report.ResultSkipped {
			s.Error = g.ID + ": " + g.Error
		}
	}
	return s
}

// actionsOf returns the last rows of a report that were acted on. It copies their
// texts, because a row would keep the whole report in memory.
func actionsOf(r *report.Report) (actions []Action) {
	for i := r.Rows.Len() - 1; i >= 0 && len(actions) < mostActions; i-- {
		row := r.Rows.At(i)
		if row.Action == policy.None || row.Outcome == report.Planned || row.Outcome == report.Deferred {
			continue
		}
		why := row.Error
		if why == "" {
			why = row.Reason.String()
		}
		actions = append(actions, Action{
			At: r.FinishedAt, Group: strings.Clone(row.Group), ID: strings.Clone(row.ID), Policy: row.Policy, Action: row.Sent().String(),
			Outcome: row.Outcome, Why: strings.Clone(why), Age: row.Age,
		})
	}
	slices.Reverse(actions)
	return actions
}

func withDay(days []Day, date string, s *Sweep) []Day {
	today := Day{Date: date}
	if n := len(days); n > 0 && days[n-1].Date == date {
		today, days = days[n-1], days[:n-1]
	}
	today.Stopped += s.Counts.Stopped
	today.Deleted += s.Counts.Deleted
	today.Freed = today.Freed.Add(s.Freed)
	return newest(days, mostDays, today)
}

func withRuns(runs map[string]Run, r *report.Report) map[string]Run {
	next := maps.Clone(runs)
	if next == nil {
		next = make(map[string]Run)
	}
	for i := range r.Policies {
		next[r.Policies[i].Name] = Run{At: r.FinishedAt, Result: r.Result, Counts: r.Policies[i]}
	}
	return next
}
