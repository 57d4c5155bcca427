package page

import (
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// How much one page of a plan shows, and how many readers can get one at the same
// time. The limit exists because each page goes through all rows, which can be a
// million.
const (
	rowsOnPage   = 100
	mostUpcoming = 50
	mostPlans    = 2
)

// planPage is what /plan shows.
type planPage struct {
	Filter   *filter
	Report   *report.Report // nil: none yet
	Facets   []facet
	Rows     []planRow
	Total    int // rows of the plan
	Taken    int // rows that the filter selects
	From, To int // of these, the rows on the page
	Pages    int
	Upcoming []upcoming
	More     int // upcoming executions that are not shown
	Costs    bool
}

// planRow is one row of the page.
type planRow struct {
	report.Row
	ExpiredAt time.Time // zero if it is kept
}

// upcoming is an execution on which a policy will act soon.
type upcoming struct {
	report.Upcoming
	Policy string
}

// semaphore limits how many readers do something at the same time.
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

// enter waits until fewer than mostPlans plans are being rendered.
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

// reportOf returns the report of a view.
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

// announce lists the upcoming executions that the filter selects.
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
