package page

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// filter says which rows of a plan are shown, and in which order. It is a part of
// the URL.
type filter struct {
	View                                                     string // "sweep": what the last sweep did; "": the newest plan
	Search                                                   string
	Group, Policy, Scenario, Status, Reason, Outcome, Action string
	Sort                                                     string
	Down                                                     bool // largest first
	Page                                                     int  // from 1
}

func filterOf(q url.Values) filter {
	f := filter{
		Search: strings.TrimSpace(q.Get("q")), Group: q.Get("group"), Policy: q.Get("policy"), Scenario: q.Get("scenario"),
		Status: q.Get("status"), Reason: q.Get("reason"), Outcome: q.Get("outcome"), Action: q.Get("action"), Page: 1,
	}
	if q.Get("view") == "sweep" {
		f.View = "sweep"
	}
	name, down := strings.CutPrefix(q.Get("sort"), "-")
	if _, known := orders[name]; known {
		f.Sort, f.Down = name, down
	}
	if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 1 {
		f.Page = n
	}
	return f
}

// query returns the filter as a URL query, without the page number.
func (f *filter) query() string {
	sort := f.Sort
	if f.Down {
		sort = "-" + sort
	}
	return encode("view", f.View, "q", f.Search, "group", f.Group, "policy", f.Policy, "scenario", f.Scenario,
		"status", f.Status, "reason", f.Reason, "outcome", f.Outcome, "action", f.Action, "sort", sort)
}

// Link returns the URL of another page of the same rows.
func (f *filter) Link(page int) string { return "/plan?" + f.query() + "&page=" + strconv.Itoa(page) }

// File returns the URL for a download of the same rows.
func (f *filter) File(suffix string) string { return "/plan." + suffix + "?" + f.query() }

// SortBy returns the URL of the same rows sorted by a column, or in reverse order
// if they are sorted by it already.
func (f *filter) SortBy(name string) string {
	g := *f
	g.Sort, g.Down = name, f.Sort != name && orders[name].down || f.Sort == name && !f.Down
	return "/plan?" + g.query()
}

// Sorted returns how the rows are sorted by a column, as a value of aria-sort.
func (f *filter) Sorted(name string) string {
	switch {
	case f.Sort != name:
		return "none"
	case f.Down:
		return "descending"
	}
	return "ascending"
}

// Narrow reports whether the filter can exclude rows.
func (f *filter) Narrow() bool {
	return f.Search+f.Group+f.Policy+f.Scenario+f.Status+f.Reason+f.Outcome+f.Action != ""
}

// takes reports whether the filter selects a row.
func (f *filter) takes(r *report.Row) bool {
	return is(f.Group, r.Group) && is(f.Policy, r.Policy) && is(f.Scenario, r.Scenario) && is(f.Status, string(r.Status)) &&
		is(f.Reason, r.Reason.String()) && is(f.Outcome, r.Outcome.String()) && is(f.Action, r.Sent().String()) && f.finds(r)
}

func is(wanted, value string) bool { return wanted == "" || wanted == value }

func (f *filter) finds(r *report.Row) bool {
	if f.Search == "" {
		return true
	}
	for _, text := range []string{r.ID, r.ConfigurationName, r.Scenario, r.Executable, r.Configuration, r.Group, r.Error} {
		if within(text, f.Search) {
			return true
		}
	}
	return false
}

// within reports whether text contains part, ignoring case.
func within(text, part string) bool {
	for i := 0; i+len(part) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(part)], part) {
			return true
		}
	}
	return false
}
