package page

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// overview is what the first page shows.
type overview struct {
	Problems []problem
	Progress *Progress
	Burn     burn
	Freed    []freed
	Next     nextSweep
	Policies []policyLine
	Waiting  waiting
	Upcoming int
	Sweeps   []Sweep // newest first
	Charts   []chart
	Actions  []Action // newest first
}

func (s *Site) overview(w http.ResponseWriter, _ *http.Request) {
	state, now := s.State(), s.Now()
	o := overview{
		Problems: problems(state, now), Progress: s.Progress(), Burn: burnOf(state), Freed: freedOf(state, now), Next: nextOf(state),
		Waiting: waitingOf(state.Newest), Charts: chartsOf(&state.History),
		Sweeps: backwards(state.History.Sweeps), Actions: backwards(state.History.Actions),
	}
	o.Policies = policiesOf(state, &o.Waiting)
	if state.Newest != nil {
		o.Upcoming = len(state.Newest.Upcoming)
	}
	s.write(w, http.StatusOK, "overview", frame{Title: "Overview", Here: "/", Refresh: 30, State: state, Content: &o})
}

func backwards[E any](list []E) []E {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// nextSweep is when the daemon next sweeps, and for which policies.
type nextSweep struct {
	At       time.Time
	Policies []string
}

func nextOf(s *State) (n nextSweep) {
	for name, at := range s.Next {
		switch {
		case n.At.IsZero() || at.Before(n.At):
			n = nextSweep{at, []string{name}}
		case at.Equal(n.At):
			n.Policies = append(n.Policies, name)
		}
	}
	slices.Sort(n.Policies)
	return n
}

// policyLine is one policy as the overview lists it.
type policyLine struct {
	Name     string
	Action   policy.Action
	DryRun   bool // of this policy alone
	Schedule string
	Next     time.Time
	Run      Run
	Waiting  int
	Overdue  time.Duration
}

func policiesOf(s *State, w *waiting) []policyLine {
	lines := make([]policyLine, len(s.Config.Set.Policies))
	for i := range lines {
		p := &s.Config.Set.Policies[i]
		lines[i] = policyLine{
			Name: p.Name, Action: p.Action, DryRun: p.DryRun, Schedule: s.Config.Schedules[i], Next: s.Next[p.Name], Run: s.History.Runs[p.Name],
		}
		if sum := w.byPolicy[p.Name]; sum != nil {
			lines[i].Waiting, lines[i].Overdue = sum.Count, sum.Overdue
		}
	}
	return lines
}

// waiting is what policies want and is not done: the backlog, by resource group.
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

// waitingOf reads the backlog of a report: that of its newest listings.
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
