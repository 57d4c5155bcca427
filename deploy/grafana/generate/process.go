package main

// process shows the program itself. A process that sweeps once never reloads, so
// its time of the last reload is 0.
func process() row {
	return row{"Process", []panel{
		stat("Config", "Whether the config in force is the one in the file. A bad one leaves the old one in force.", "none",
			orNothing(`min(config_last_reload_successful and config_last_reload_success_timestamp_seconds > 0)`)).without("read at each start").
			says(map[string]any{"0": word("rejected", "red"), "1": word("in force", "green")}).runbook("aicorereaperconfigreloadfailed"),
		stat("Config in force since", "When the config in force was read.", fromNow,
			orNothing(`min(config_last_reload_success_timestamp_seconds > 0) * 1000`)).plain("blue").without("read at each start"),
		stat("Credentials end in", "When the client certificate ends. Its rotation is picked up by itself; a client secret has no end.", seconds,
			orNothing(`min(credential_expiry_timestamp_seconds) - time()`)).without("no end").expiry().runbook("aicorereapercertificateexpiring"),
		table("Builds", "What is running, or ran last.", []string{"version", "revision", "goversion"},
			column{"Processes", count, `count by (version, revision, goversion) (build_info)`}).wide(12).tall(4),
	}}
}

func word(text, color string) map[string]any { return map[string]any{"text": text, "color": color} }

// expiry colours a remaining time: the less is left, the worse.
func (p panel) expiry() panel {
	p.FieldConfig.Defaults.Thresholds = &thresholds{Mode: "absolute", Steps: []step{{Color: "red"}, from(24*3600, "orange"), from(48*3600, "green")}}
	return p
}

// tall sets the height of the panel, in lines of the grid.
func (p panel) tall(lines int) panel {
	p.GridPos.H = lines
	return p
}
