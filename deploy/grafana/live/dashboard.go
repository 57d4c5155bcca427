package live

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Panel is one panel of a dashboard, with its queries.
type Panel struct {
	Title   string
	Type    string
	Targets []Query
	Panels  []Panel // of a row's header: those that are folded in
}

// Query is one query of a panel, with Grafana's variables still in it.
type Query struct {
	Expr         string
	LegendFormat string
	Instant      bool
}

// Window is the time range that a user looks at.
type Window struct {
	From, To time.Time
	Step     time.Duration // between points
	Rate     time.Duration // $__rate_interval: at least four scrapes
}

// ReadDashboard returns the panels in a dashboard's file, without row headers.
func ReadDashboard(file string) ([]Panel, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var d struct{ Panels []Panel }
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var panels []Panel
	for _, p := range d.Panels {
		if p.Type != "row" {
			panels = append(panels, p)
		}
		panels = append(panels, p.Panels...)
	}
	return panels, nil
}

// Expand puts values in place of the variables, as Grafana does where all of
// them are chosen, costs are charged to resource groups, and a budget is set.
func (w Window) Expand(expr string) string {
	length := max(time.Second, w.To.Sub(w.From).Round(time.Second))
	seconds := strconv.Itoa(int(length.Seconds()))
	return strings.NewReplacer(
		"$__range_s", seconds, "$__range", seconds+"s", "$__rate_interval", w.Rate.String(),
		"$__interval_ms", strconv.FormatInt(max(1, w.Step.Milliseconds()), 10), "$__interval", w.Step.String(),
		"$job", ".*", "$resource_group", ".*", "$policy", ".*", "$scenario", ".*",
		"$label_value", ".*", "$label", "resource_group", "$budget", "1000", "$assumed_hours", "24",
	).Replace(expr)
}
