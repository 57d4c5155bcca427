package main

// annotation draws a line over all panels where its query has a value.
type annotation struct {
	Name       string     `json:"name"`
	Datasource datasource `json:"datasource"`
	Enable     bool       `json:"enable"`
	IconColor  string     `json:"iconColor"`
	Expr       string     `json:"expr"`
	Step       string     `json:"step"`
	TitleText  string     `json:"titleFormat"`
	Text       string     `json:"textFormat"`
}

type annotations struct {
	List []annotation `json:"list"`
}

// marks are the moments at which something happened. Sweeps are not shown at first:
// those of a busy schedule hide what is under them.
func marks() annotations {
	mark := func(name, color, expr, title string, shown bool) annotation {
		return annotation{name, fromVariable, shown, color, promQL(expr), "60s", title, "{{job}}"}
	}
	return annotations{[]annotation{
		mark("Sweeps", "green", `sum by (job, mode, result) (changes(sweeps_total[2m])) > 0`, "sweep ({{mode}}): {{result}}", false),
		mark("Sweeps not ok", "orange", `sum by (job, mode, result) (changes(sweeps_total{result!="ok"}[2m])) > 0`, "sweep ({{mode}}): {{result}}", true),
		mark("Alerts", "red", `max by (job, alertname) (ALERTS{job=~"$job|",alertname=~"AicoreReaper.+",alertstate="firing"})`, "{{alertname}}", true),
		mark("New config", "blue", `max by (job) (changes(config_last_reload_success_timestamp_seconds[2m])) > 0`, "a new config came into force", true),
	}}
}
