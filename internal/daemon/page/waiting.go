package page

import (
	"cmp"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// waiting is the backlog: what policies want and is not done, by resource group.
type waiting struct {
	Count    int
	Overdue  time.Duration // of the most overdue
	Groups   []waitingGroup
	byPolicy map[string]*waitingLine
}

type waitingGroup struct {
	ID             string
	Stops, Deletes int
	Overdue        time.Duration
	Lines          []waitingLine
}

type waitingLine struct {
	Policy  string
	Action  policy.Action
	Count   int
	Overdue time.Duration
}

// waitingOf returns the backlog of a report, by its newest listings.
func waitingOf(r *report.Report) waiting {
	w := waiting{byPolicy: make(map[string]*waitingLine)}
	if r == nil {
		return w
	}
	for i := range r.Groups {
		g := waitingGroup{ID: r.Groups[i].ID}
		for _, b := range r.Groups[i].Backlog {
			line := waitingLine{r.Policies[b.Policy].Name, b.Action, b.Count, b.Overdue}
			g.add(&line)
			w.add(&line)
		}
		if len(g.Lines) > 0 {
			w.Groups = append(w.Groups, g)
		}
	}
	slices.SortStableFunc(w.Groups, func(a, b waitingGroup) int { return cmp.Compare(b.Stops+b.Deletes, a.Stops+a.Deletes) })
	return w
}

func (g *waitingGroup) add(l *waitingLine) {
	g.Lines = append(g.Lines, *l)
	g.Overdue = max(g.Overdue, l.Overdue)
	if l.Action == policy.Delete {
		g.Deletes += l.Count
	} else {
		g.Stops += l.Count
	}
}

func (w *waiting) add(l *waitingLine) {
	w.Count += l.Count
	w.Overdue = max(w.Overdue, l.Overdue)
	if w.byPolicy[l.Policy] == nil {
		w.byPolicy[l.Policy] = &waitingLine{Policy: l.Policy}
	}
	sum := w.byPolicy[l.Policy]
	sum.Count += l.Count
	sum.Overdue = max(sum.Overdue, l.Overdue)
}
