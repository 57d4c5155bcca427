package main

type templating struct {
	List []variable `json:"list"`
}

// variable is a variable that the user sets above the panels.
type variable struct {
	Name       string      `json:"name"`
	Label      string      `json:"label"`
	Type       string      `json:"type"`
	Query      any         `json:"query"`
	Datasource *datasource `json:"datasource,omitempty"`
	Definition string      `json:"definition,omitempty"`
	Refresh    int         `json:"refresh"` // 1: on load, 2: when the time range changes
	Sort       int         `json:"sort"`    // 1: by name
	Regex      string      `json:"regex,omitempty"`
	Multi      bool        `json:"multi"`
	IncludeAll bool        `json:"includeAll"`
	AllValue   string      `json:"allValue,omitempty"`
	Current    current     `json:"current"`
}

type current struct {
	Text  string `json:"text"`
	Value string `json:"value"`
}

type datasource struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

var fromVariable = datasource{Type: "prometheus", UID: "${datasource}"}

func variables() []variable {
	return []variable{
		{Name: "datasource", Label: "Data source", Type: "datasource", Query: "prometheus", Refresh: 1, Current: current{"default", "default"}},
		choice("job", "Tenant (job)", "label_values(aicore_reaper_build_info, job)"),
		choice("resource_group", "Resource group", `label_values(aicore_reaper_executions{job=~"$job"}, resource_group)`),
		choice("scenario", "Scenario", `label_values(aicore_reaper_executions{job=~"$job"}, scenario)`),
		choice("policy", "Policy", `label_values(aicore_reaper_last_sweep_timestamp_seconds{job=~"$job"}, policy)`),
		chosenLabel(),
		choice("label_value", "Its value", `label_values({__name__=~"aicore_reaper_resource_group_labels|aicore_reaper_executions",job=~"$job"}, $label)`),
		typed("budget", "Budget of a month", "0"),
		typed("assumed_hours", "Assumed: a stopped run had gone on for (h)", "24"),
		typed("page", "Status page", "http://localhost:9464"),
	}
}

// chosenLabel offers the labels of resource groups that the metrics have, and the
// group itself, so that there always is one to choose.
func chosenLabel() variable {
	v := choice("label", "Charge by", `label_names({__name__=~"aicore_reaper_resource_group_labels|aicore_reaper_executions",job=~"$job"})`)
	v.Multi, v.IncludeAll, v.AllValue = false, false, ""
	v.Regex, v.Current = "/^(label_.+|resource_group)$/", current{"resource_group", "resource_group"}
	return v
}

// typed is a variable that the user writes.
func typed(name, label, value string) variable {
	return variable{Name: name, Label: label, Type: "textbox", Query: value, Current: current{value, value}}
}

// choice returns a variable with the values of a label, of which the user can
// choose several. "All" matches any value, so that a long list of values does not
// make queries too long.
func choice(name, label, definition string) variable {
	return variable{
		Name: name, Label: label, Type: "query", Definition: definition, Datasource: &fromVariable,
		Query:   map[string]string{"query": definition, "refId": "variable-" + name},
		Refresh: 2, Sort: 1, Multi: true, IncludeAll: true, AllValue: ".*", Current: current{"All", "$__all"},
	}
}
