package main

// panel is one panel of the grid, or the header of a row.
type panel struct {
	ID              int              `json:"id"`
	Type            string           `json:"type"`
	Title           string           `json:"title"`
	Description     string           `json:"description,omitempty"`
	GridPos         gridPos          `json:"gridPos"`
	Datasource      *datasource      `json:"datasource,omitempty"`
	Targets         []target         `json:"targets,omitempty"`
	FieldConfig     *fieldConfig     `json:"fieldConfig,omitempty"`
	Options         map[string]any   `json:"options,omitempty"`
	Transformations []transformation `json:"transformations,omitempty"`
	Collapsed       *bool            `json:"collapsed,omitempty"` // of a row's header
	Panels          *[]panel         `json:"panels,omitempty"`    // of a row's header: those that are folded in
}

// target is one query of a panel.
type target struct {
	RefID        string     `json:"refId"`
	Datasource   datasource `json:"datasource"`
	Expr         string     `json:"expr"`
	LegendFormat string     `json:"legendFormat,omitempty"`
	Format       string     `json:"format"`
	Instant      bool       `json:"instant"`
	Range        bool       `json:"range"`
}

type transformation struct {
	ID      string         `json:"id"`
	Options map[string]any `json:"options"`
}

// query is an expression with the legend of its series.
type query struct{ expr, legend string }

// Units by Grafana's names; those with a suffix are our own.
const (
	unitsPerHour = "suffix: CU/h"
	perHour      = "suffix: /h"
	count        = "short"
	seconds      = "s"
	byteSize     = "decbytes"
	share        = "percentunit"
	perSecond    = "reqps"
	hours        = "suffix: h"
	moment       = "dateTimeAsIso"
	fromNow      = "dateTimeFromNow"
)

func newPanel(kind, title, description, unit string, w, h int) panel {
	return panel{
		Type: kind, Title: title, Description: description, Datasource: &fromVariable, GridPos: gridPos{W: w, H: h},
		FieldConfig: &fieldConfig{Defaults: defaults{Unit: unit}, Overrides: []override{}},
	}
}

// ask sets the queries of the panel, with refs A, B, C…
func (p *panel) ask(format string, instant bool, queries ...query) {
	for i, q := range queries {
		p.Targets = append(p.Targets, target{
			RefID: string(rune('A' + i)), Datasource: fromVariable, Expr: promQL(q.expr), LegendFormat: q.legend,
			Format: format, Instant: instant, Range: !instant,
		})
	}
}

// wide sets the width of the panel, in columns of 24.
func (p panel) wide(columns int) panel {
	p.GridPos.W = columns
	return p
}
