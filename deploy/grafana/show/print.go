package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/deploy/grafana/live"
)

// important lists the panels to print, in this order.
var important = []string{
	"Burn rate, held and overdue", "Overdue burn rate by scenario",
	"Burn rate ended", "Burn rate ended by scenario", "Compute freed",
	"Executions by status", "Backlog by policy", "Stopped and deleted", "Sweeps by result", "API errors",
}

// columnsOfTime is the number of moments in a line.
const columnsOfTime = 6

func printPanels(ctx context.Context, w io.Writer, p *live.Prometheus, panels []live.Panel, window live.Window) error {
	for _, title := range important {
		i := slices.IndexFunc(panels, func(p live.Panel) bool { return p.Title == title })
		if i < 0 {
			return fmt.Errorf("the dashboard has no panel %q", title)
		}
		if err := printPanel(ctx, w, p, panels[i], window); err != nil {
			return fmt.Errorf("%s: %w", title, err)
		}
	}
	return nil
}

// printPanel prints a line for each series: its values over the window, or its
// single value.
func printPanel(ctx context.Context, w io.Writer, p *live.Prometheus, panel live.Panel, window live.Window) error {
	fmt.Fprintf(w, "\n%s\n", panel.Title)
	for _, q := range panel.Targets {
		moments, series, err := ask(ctx, p, q, window)
		if err != nil {
			return err
		}
		slices.SortFunc(series, func(a, b live.Series) int { return cmp.Compare(name(q, a), name(q, b)) })
		for _, s := range series {
			fmt.Fprintf(w, "  %-28s", cmp.Or(name(q, s), "all"))
			for _, value := range course(s, moments) {
				fmt.Fprintf(w, "%9s", value)
			}
			fmt.Fprintln(w)
		}
	}
	return nil
}

// ask runs a query for one moment, or for the end of each column, with increases
// over the column's time.
func ask(ctx context.Context, p *live.Prometheus, q live.Query, w live.Window) ([]time.Time, []live.Series, error) {
	if q.Instant {
		series, err := p.Instant(ctx, w.Expand(q.Expr), w.To)
		return []time.Time{w.To}, series, err
	}
	w.Step = (w.To.Sub(w.From) / columnsOfTime).Truncate(time.Second)
	w.From, w.Rate = w.To.Add(-(columnsOfTime-1)*w.Step), w.Step
	var moments []time.Time
	for i := range columnsOfTime {
		moments = append(moments, w.From.Add(time.Duration(i)*w.Step))
	}
	series, err := p.Range(ctx, w.Expand(q.Expr), w)
	return moments, series, err
}

var legendLabel = regexp.MustCompile(`\{\{(\w+)\}\}`)

// name returns the name of a series in the panel's legend.
func name(q live.Query, s live.Series) string {
	return legendLabel.ReplaceAllStringFunc(q.LegendFormat, func(found string) string {
		return s.Labels[legendLabel.FindStringSubmatch(found)[1]]
	})
}

// course returns the values of a series at these moments, with a dash for a
// missing value.
func course(s live.Series, moments []time.Time) []string {
	values := make([]string, len(moments))
	for i, at := range moments {
		values[i] = "–"
		for _, v := range s.Samples {
			if v.At.Sub(at).Abs() < time.Millisecond && !math.IsNaN(v.Value) {
				values[i] = fmt.Sprintf("%.4g", v.Value)
			}
		}
	}
	return values
}
