package page

import (
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// What the page of a plan shows at once, and how many readers may have one made at
// the same time: a plan of a million rows is gone through for each.
const (
	rowsOnPage   = 100
	mostUpcoming = 50
	mostPlans    = 2
)

// planPage is what /plan shows.
type planPage struct {
	Filter   *filter
	Report   *report.Report // nil: there is none yet
	Facets   []facet
	Rows     []planRow
	Total    int // rows of the plan
	Taken    int // rows that the filter takes
	From, To int // of these, the ones on the page
	Pages    int
	Upcoming []upcoming
	More     int // upcoming ones that are not shown
	Costs    bool
}

// planRow is one row of the page.
type planRow struct {
	report.Row
	ExpiredAt time.Time // zero for one that is kept
}

// upcoming is an execution that a policy will act on soon.
type upcoming struct {
	report.Upcoming
	Policy string
}

// semaphore bounds how many do something at once.
type semaphore chan struct{}

func (s *Site) plan(w http.ResponseWriter, r *http.Request) {
	if !s.enter(w, r) {
		return
	}
	defer s.leave()
	state, f := s.State(), filterOf(r.URL.Query())
	p := &planPage{Filter: &f, Report: reportOf(state, &f), Costs: len(state.Config.Costs.Rules) > 0}
	if p.Report != nil {
		p.fill()
	}
	s.write(w, http.StatusOK, "plan", frame{Title: "Plan", Here: "/plan", State: state, Content: p})
}

// enter waits for a place among those who have a plan made.
func (s *Site) enter(w http.ResponseWriter, r *http.Request) bool {
	select {
	case s.places <- struct{}{}:
		return true
	case <-r.Context().Done():
	case <-time.After(10 * time.Second):
		w.Header().Set("Retry-After", "5")
		http.Error(w, "too many readers at once: try again in a few seconds", http.StatusServiceUnavailable)
	}
	return false
}

func (s *Site) leave() { <-s.places }

// reportOf is the report that a view is of.
func reportOf(s *State, f *filter) *report.Report {
	if f.View == "sweep" {
		return s.Swept
	}
	return s.Newest
}

func (p *planPage) fill() {
	rows, seen := &p.Report.Rows, newFacets()
	places := p.Filter.sorted(rows, seen.add)
	p.Facets = seen.list(p.Filter)
	p.Total, p.Taken = rows.Len(), len(places)
	p.Pages = max(1, (p.Taken+rowsOnPage-1)/rowsOnPage)
	p.Filter.Page = min(p.Filter.Page, p.Pages)
	start := (p.Filter.Page - 1) * rowsOnPage
	end := min(start+rowsOnPage, p.Taken)
	for _, place := range places[start:end] {
		p.Rows = append(p.Rows, rowOf(p.Report, rows.At(place.index)))
	}
	p.From, p.To = min(start+1, end), end
	p.announce()
}

func rowOf(r *report.Report, row report.Row) planRow {
	shown := planRow{Row: row}
	if row.Target() != "" {
		shown.ExpiredAt = r.StartedAt.Add(-row.Overdue)
	}
	return shown
}

// announce lists what is upcoming, as far as the filter takes it.
func (p *planPage) announce() {
	for _, u := range p.Report.Upcoming {
		one := upcoming{u, p.Report.Policies[u.Policy].Name}
		f := p.Filter
		if !is(f.Group, u.Group) || !is(f.Policy, one.Policy) || !is(f.Scenario, u.Scenario) || f.Search != "" && !within(u.ID, f.Search) {
			continue
		}
		if len(p.Upcoming) == mostUpcoming {
			p.More++
			continue
		}
		p.Upcoming = append(p.Upcoming, one)
	}
}
