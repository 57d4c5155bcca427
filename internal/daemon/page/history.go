package page

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// What is remembered of sweeps since the start of the daemon: enough to draw, to
// show what was done last, and to sum a month up.
const (
	mostSweeps  = 120
	mostActions = 50
	mostDays    = 40
)

// History is what is remembered of sweeps: numbers and a few names, so that it
// stays small. It is not changed once it is made.
type History struct {
	Sweeps  []Sweep        // oldest first
	Actions []Action       // oldest first
	Days    []Day          // oldest first
	Runs    map[string]Run // by policy, the newest
}

// Sweep is what is remembered of one sweep.
type Sweep struct {
	ID       string
	At       time.Time // its end
	Took     time.Duration
	Mode     report.Mode
	Result   report.Result
	Cause    string // what ended it; "" for nothing
	Error    string // the same, else what went wrong in a resource group
	Policies []string
	Counts   report.Policy // summed over the policies
	Freed    cost.Holding
}

// Action is one execution that was acted on.
type Action struct {
	At                             time.Time
	Group, ID, Policy, Action, Why string
	Outcome                        report.Outcome
	Age                            time.Duration
}

// Day is what the sweeps of one day came to.
type Day struct {
	Date             string // 2026-11-24, by the time zone of the config
	Stopped, Deleted int
	Freed            cost.Holding
}

// Run is the newest sweep that a policy was part of.
type Run struct {
	At     time.Time
	Result report.Result
	Counts report.Policy
}

// With returns the history with one more sweep, whose day is that of a time zone.
func (h History) With(r *report.Report, zone *time.Location) History {
	s := sweepOf(r)
	return History{
		Sweeps: newest(h.Sweeps, mostSweeps, s), Days: withDay(h.Days, r.FinishedAt.In(zone).Format(time.DateOnly), &s),
		Actions: newest(h.Actions, mostActions, actionsOf(r)...), Runs: withRuns(h.Runs, r),
	}
}

// newest appends to a copy of a list and keeps the last ones.
func newest[E any](list []E, most int, more ...E) []E {
	return slices.Clone(append(slices.Clip(list), more...)[max(0, len(list)+len(more)-most):])
}

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

// actionsOf are the last rows of a report that were acted on, with copies of their
// texts: a row would keep the whole report alive.
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

// Since sums up the days from a date on.
func (h *History) Since(date string) Day {
	sum := Day{Date: date}
	for _, d := range h.Days {
		if d.Date >= date {
			sum.Stopped += d.Stopped
			sum.Deleted += d.Deleted
			sum.Freed = sum.Freed.Add(d.Freed)
		}
	}
	return sum
}

// Failing is how many of the newest sweeps in a row did not end ok.
func (h *History) Failing() int {
	n := 0
	for _, s := range slices.Backward(h.Sweeps) {
		if s.Result == report.ResultOK {
			break
		}
		n++
	}
	return n
}
