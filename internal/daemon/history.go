package daemon

import (
	"cmp"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// What the status page remembers: sweeps to draw, and actions to show.
const (
	maxPoints  = 120
	maxActions = 50
)

// history is what the page shows of the reports since the start. It keeps
// numbers, not reports, so that it stays small.
type history struct {
	points  []point
	actions []action
	newest  *report.Report // without its rows
	by      map[string]lastRun
	backlog []backlogLine
}

// point is one sweep in the charts.
type point struct {
	At               time.Time
	Stopped, Deleted int
	Freed            float64 // capacity units per hour
}

// action is one execution that was acted on.
type action struct {
	At                                           time.Time
	Group, ID, Policy, Action, Outcome, Age, Why string
}

// lastRun is the last sweep that a policy was part of.
type lastRun struct {
	At     time.Time
	Result string
}

// backlogLine is what the last plan wants in one group, by state.
type backlogLine struct {
	Group, Status string
	Count         int
}

func (h *history) last() *report.Report { return h.newest }

func (h *history) add(r *report.Report) {
	p := point{At: r.FinishedAt, Freed: r.Freed.CapacityUnitsPerHour}
	if h.by == nil {
		h.by = make(map[string]lastRun)
	}
	for _, c := range r.Policies {
		p.Stopped, p.Deleted = p.Stopped+c.Stopped, p.Deleted+c.Deleted
		h.by[c.Name] = lastRun{r.FinishedAt, string(r.Result)}
	}
	h.points = append(h.points, p)
	h.points = h.points[max(0, len(h.points)-maxPoints):]
	h.addActions(r)
	small := *r
	small.Rows = report.Rows{}
	h.newest = &small
}

func (h *history) addActions(r *report.Report) {
	count := make(map[backlogLine]int)
	for row := range r.Rows.All() {
		if row.Action == policy.None {
			continue
		}
		if row.Outcome == report.Planned || row.Outcome == report.Deferred {
			count[backlogLine{Group: row.Group, Status: string(row.Status)}]++
			continue
		}
		h.actions = append(h.actions, action{
			At: r.FinishedAt, Group: row.Group, ID: row.ID, Policy: row.Policy, Action: row.Sent().String(),
			Outcome: row.Outcome.String(), Age: policy.Span(row.Age.Round(time.Minute)).String(), Why: cmp.Or(row.Error, row.Reason.String()),
		})
	}
	h.actions = slices.Clone(h.actions[max(0, len(h.actions)-maxActions):])
	h.backlog = h.backlog[:0]
	for line, n := range count {
		line.Count = n
		h.backlog = append(h.backlog, line)
	}
	slices.SortFunc(h.backlog, func(a, b backlogLine) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Status, b.Status))
	})
}
