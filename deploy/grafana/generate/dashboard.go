package main

// dashboard is the part of Grafana's JSON model that this program uses.
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
	Title       string   `json:"title"`
	Type        string   `json:"type"`
	URL         string   `json:"url"`
	Icon        string   `json:"icon"`
	Tooltip     string   `json:"tooltip"`
	Tags        []string `json:"tags"`
	AsDropdown  bool     `json:"asDropdown"`
	TargetBlank bool     `json:"targetBlank"`
	IncludeVars bool     `json:"includeVars"`
	KeepTime    bool     `json:"keepTime"`
}

// to is a link above the panels.
func to(title, url, icon string) link {
	return link{Title: title, Type: "link", URL: url, Icon: icon, Tags: []string{}, TargetBlank: true}
}

type span struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// uid is the name of the dashboard in the address of its page.
const uid = "aicore-reaper"

const manual = "https://github.com/aicore-reaper/aicore-reaper/blob/main/docs/"

func newDashboard(rows []row) dashboard {
	return dashboard{
		UID: uid, Title: "aicore-reaper", Tags: []string{"aicore-reaper", "sap-ai-core", "cost"},
		Description:   "What the executions of an SAP AI Core tenant cost, what aicore-reaper freed, what it will free next, and whether it works.",
		SchemaVersion: 42, Editable: true, GraphTooltip: 1, Refresh: "1m", Time: span{"now-24h", "now"}, Timezone: "browser",
		Links: []link{
			to("Reading this dashboard", manual+"dashboard.md", "doc"),
			to("Runbook", manual+"operations.md", "doc"),
			to("Status page", "${page}", "external link"),
		},
		Templating:  templating{variables()},
		Annotations: marks(),
		Panels:      layOut(rows),
	}
}
