package daemon

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"go.uber.org/zap"
)

//go:embed status.html
var statusText string

var statusPage = template.Must(template.New("status").Funcs(template.FuncMap{
	"when": func(t time.Time) string {
		if t.IsZero() {
			return "–"
		}
		return t.UTC().Format("2006-01-02 15:04:05 UTC")
	},
}).Parse(statusText))

// page is what the status page shows.
type page struct {
	Version, Mode, Sweeping, Error, Reload string
	Policies                               []policyLine
	Backlog                                []backlogLine
	Charts                                 []chart
	Actions                                []action
}

type policyLine struct {
	Name, Action, Schedule, Result string
	Next, Last                     time.Time
}

// chart is a row of bars.
type chart struct {
	Title, Total string
	Bars         []bar
}

type bar struct {
	X, Y, Height float64
	Label        string
}

// status is the page: one file, no script, nothing from elsewhere.
func (d *Daemon) status(w http.ResponseWriter, _ *http.Request) {
	var out bytes.Buffer
	if err := statusPage.Execute(&out, d.page()); err != nil {
		d.Log.Error("status page", zap.Error(err))
		http.Error(w, "the page cannot be shown; the log says why", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	_, _ = out.WriteTo(w) // a reader that has gone is no concern
}

func (d *Daemon) page() page {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := page{Version: d.Version, Mode: "dry-run", Backlog: slices.Clone(d.history.backlog), Actions: slices.Clone(d.history.actions)}
	slices.Reverse(p.Actions)
	if d.config.Enforce {
		p.Mode = "enforce"
	}
	if !d.begun.IsZero() {
		p.Sweeping = "since " + d.begun.UTC().Format("15:04:05 UTC")
	}
	if d.reload != nil {
		p.Reload = d.reload.Error()
	}
	if last := d.history.last(); last != nil {
		p.Error = last.Error()
		for _, g := range last.Groups {
			if g.Error != "" && p.Error == "" {
				p.Error = g.ID + ": " + g.Error
			}
		}
	}
	for i := range d.config.Set.Policies {
		one := &d.config.Set.Policies[i]
		run := d.history.by[one.Name]
		p.Policies = append(p.Policies, policyLine{one.Name, one.Action.String(), d.config.Schedules[i], run.Result, d.next[one.Name], run.At})
	}
	p.Charts = []chart{
		draw("Stopped", d.history.points, func(p point) float64 { return float64(p.Stopped) }),
		draw("Deleted", d.history.points, func(p point) float64 { return float64(p.Deleted) }),
		draw("Freed, capacity units per hour", d.history.points, func(p point) float64 { return p.Freed }),
	}
	return p
}

// The charts are 600 by 60 units, a bar for each sweep.
const chartWidth, chartHeight = 600.0, 60.0

func draw(title string, points []point, value func(point) float64) chart {
	c := chart{Title: title}
	most, total := 0.0, 0.0
	for _, p := range points {
		most, total = max(most, value(p)), total+value(p)
	}
	c.Total = strings.TrimSuffix(fmt.Sprintf("%.1f", total), ".0")
	step := chartWidth / maxPoints
	for i, p := range points {
		height := 0.0
		if most > 0 {
			height = chartHeight * value(p) / most
		}
		c.Bars = append(c.Bars, bar{float64(i) * step, chartHeight - height, height, fmt.Sprintf("%s: %g", p.At.UTC().Format("2006-01-02 15:04"), value(p))})
	}
	return c
}
