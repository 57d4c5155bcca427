package page

import (
	"net/http"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
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
		Waiting: waitingOf(state.Newest), Charts: chartsOf(&state.History, len(state.Config.Costs.Rules) > 0),
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

// nextSweep holds when the daemon next sweeps, and for which policies.
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

// policyLine is one policy in the overview.
type policyLine struct {
	Name     string
	Action   policy.Action
	DryRun   bool // only this policy
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
