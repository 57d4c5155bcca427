package page

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

var functions = template.FuncMap{
	"ago":     ago,
	"exact":   exact,
	"machine": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"span":    render.Duration,
	"number":  render.Thousands,
	"rate":    rate,
	"plural":  render.Plural,
	"add":     func(a, b int) int { return a + b },
	"explain": func(group, id string) string { return "/explain/" + url.PathEscape(group) + "/" + url.PathEscape(id) },
	"moment":  func(now, at time.Time, zone *time.Location) moment { return moment{now, inZone(at, zone)} },
	"clock":   func(t time.Time, zone *time.Location) string { return inZone(t, zone).Format("Jan 2 15:04") },
	"join":    func(names []string) string { return strings.Join(names, ", ") },
	"listed":  listed,
	"columns": func() []column { return columns },
	"planOf":  func(pairs ...string) string { return "/plan?" + encode(pairs...) },
}

// moment is a time that is shown relative to now, together with the exact time.
type moment struct{ Now, At time.Time }

func inZone(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}

// listed returns how many executions a report saw.
func listed(r *report.Report) int {
	n := 0
	for i := range r.Groups {
		n += r.Groups[i].Listed
	}
	return n
}

// ago returns a time relative to now, in the past or the future.
func ago(now, t time.Time) string {
	switch d := now.Sub(t).Round(time.Second); {
	case t.IsZero():
		return "–"
	case d > 0:
		return render.Duration(d) + " ago"
	case d < 0:
		return "in " + render.Duration(-d)
	}
	return "now"
}

// exact returns a time to the second.
func exact(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04:05 MST")
}

// rate returns a number of capacity units, or an amount of money, for people.
func rate(n float64) string {
	digits := 2
	if n >= 100 {
		digits = 0
	}
	text := strconv.FormatFloat(n, 'f', digits, 64)
	whole, rest, _ := strings.Cut(text, ".")
	rest = strings.TrimRight(rest, "0")
	if w, err := strconv.Atoi(whole); err == nil {
		whole = render.Thousands(w)
	}
	if rest == "" {
		return whole
	}
	return whole + "." + rest
}

// encode returns a URL query from names and values. Empty values are left out.
func encode(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return q.Encode()
}
