package page

import (
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// Limits of the history since the start of the daemon. They are enough for the
// chart, the latest actions and the sums of a month.
const (
	mostSweeps  = 120
	mostActions = 50
	mostDays    = 40
)

// History is a summary of past sweeps. It holds only numbers and a few names, so
// that it stays small. It is never changed.
type History struct {
	Sweeps  []Sweep        // oldest first
	Actions []Action       // oldest first
	Days    []Day          // oldest first
	Runs    map[string]Run // by policy, the newest
}

// Sweep is the summary of one sweep.
type Sweep struct {
	ID       string
	At       time.Time // its end
	Took     time.Duration
	Mode     report.Mode
	Result   report.Result
	Cause    string // why it ended early; "" if it did not
	Error    string // Cause, else the error of a resource group
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

// Day is the sum of the sweeps of one day.
type Day struct {
	Date             string // 2026-11-24, by the time zone of the config
	Stopped, Deleted int
	Freed            cost.Holding
}

// Run is the newest sweep of a policy.
type Run struct {
	At     time.Time
	Result report.Result
	Counts report.Policy
}

// With returns the history with one more sweep. zone determines its day.
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

// Since returns the sum of the days from a date on.
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

// Failing returns how many of the newest sweeps in a row did not end ok.
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
