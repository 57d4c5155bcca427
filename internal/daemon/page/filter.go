package page

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// filter says which rows of a plan are shown, and how. It lives in the URL.
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

// query is the filter as it stands in the URL, without a page.
func (f *filter) query() string {
	sort := f.Sort
	if f.Down {
		sort = "-" + sort
	}
	return encode("view", f.View, "q", f.Search, "group", f.Group, "policy", f.Policy, "scenario", f.Scenario,
		"status", f.Status, "reason", f.Reason, "outcome", f.Outcome, "action", f.Action, "sort", sort)
}

// Link leads to the same rows on another page.
func (f *filter) Link(page int) string { return "/plan?" + f.query() + "&page=" + strconv.Itoa(page) }

// File leads to a download of the same rows.
func (f *filter) File(suffix string) string { return "/plan." + suffix + "?" + f.query() }

// SortBy leads to the same rows in another order, or turned round.
func (f *filter) SortBy(name string) string {
	g := *f
	g.Sort, g.Down = name, f.Sort != name && orders[name].down || f.Sort == name && !f.Down
	return "/plan?" + g.query()
}

// Sorted says how the rows are sorted by a column, in the words of ARIA.
func (f *filter) Sorted(name string) string {
	switch {
	case f.Sort != name:
		return "none"
	case f.Down:
		return "descending"
	}
	return "ascending"
}

// Narrow reports whether the filter leaves anything out.
func (f *filter) Narrow() bool {
	return f.Search+f.Group+f.Policy+f.Scenario+f.Status+f.Reason+f.Outcome+f.Action != ""
}

// takes reports whether a row is shown.
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

// within reports whether a text holds another one, in whatever case.
func within(text, part string) bool {
	for i := 0; i+len(part) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(part)], part) {
			return true
		}
	}
	return false
}
