package main

// dashboard is Grafana's JSON model, as far as this program uses it.
type dashboard struct {
	UID           string      `json:"uid"`
	Title         string      `json:"title"`
	Description   string      `json:"description"`
	Tags          []string    `json:"tags"`
	Links         []link      `json:"links"`
	SchemaVersion int         `json:"schemaVersion"`
	Editable      bool        `json:"editable"`
	GraphTooltip  int         `json:"graphTooltip"` // 1: one crosshair over all panels
	Refresh       string      `json:"refresh"`
	Time          span        `json:"time"`
	Timezone      string      `json:"timezone"`
	Templating    templating  `json:"templating"`
	Annotations   annotations `json:"annotations"`
	Panels        []panel     `json:"panels"`
}

type link struct {
	Title       string `json:"title"`
	Type        string `json:"type"`
	URL         string `json:"url"`
	Icon        string `json:"icon"`
	TargetBlank bool   `json:"targetBlank"`
}

type span struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type annotations struct {
	List []annotation `json:"list"`
}

// annotation draws a line over all panels where its query has a value.
type annotation struct {
	Name       string     `json:"name"`
	Datasource datasource `json:"datasource"`
	Enable     bool       `json:"enable"`
	IconColor  string     `json:"iconColor"`
	Expr       string     `json:"expr"`
	Step       string     `json:"step"`
	TitleText  string     `json:"titleFormat"`
}

const manual = "https://github.com/aicore-reaper/aicore-reaper/blob/main/docs/"

func newDashboard(rows []row) dashboard {
	return dashboard{
		UID: "aicore-reaper", Title: "aicore-reaper", Tags: []string{"aicore-reaper", "sap-ai-core", "cost"},
		Description:   "What the executions of an SAP AI Core tenant cost, what aicore-reaper freed, what it will free next, and whether it works.",
		SchemaVersion: 39, Editable: true, GraphTooltip: 1, Refresh: "1m", Time: span{"now-24h", "now"}, Timezone: "browser",
		Links: []link{
			{"Reading this dashboard", "link", manual + "dashboard.md", "doc", true},
			{"Runbook", "link", manual + "operations.md", "doc", true},
		},
		Templating:  templating{variables()},
		Annotations: annotations{[]annotation{reloads()}},
		Panels:      layOut(rows),
	}
}

// reloads marks where a new config came into force: what follows may differ for
// that reason alone.
func reloads() annotation {
	return annotation{
		Name: "New config", Datasource: fromVariable, Enable: true, IconColor: "blue", Step: "60s", TitleText: "a new config came into force",
		Expr: promQL(`changes(config_last_reload_success_timestamp_seconds[2m]) > 0`),
	}
}
