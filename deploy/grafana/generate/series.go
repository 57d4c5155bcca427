package main

// series is a panel of lines over time.
func series(title, description, unit string, queries ...query) panel {
	p := newPanel("timeseries", title, description, unit, 8, 8)
	p.FieldConfig.Defaults.Min = new(0.0)
	p.FieldConfig.Defaults.Color = map[string]any{"mode": "palette-classic"}
	p.FieldConfig.Defaults.Custom = map[string]any{
		"drawStyle": "line", "lineWidth": 1, "fillOpacity": 10, "showPoints": "never", "spanNulls": true,
		"stacking": map[string]any{"mode": "none", "group": "A"},
	}
	p.Options = map[string]any{
		"tooltip": map[string]any{"mode": "multi", "sort": "desc"},
		"legend":  map[string]any{"displayMode": "table", "placement": "bottom", "calcs": []string{"lastNotNull", "max"}, "showLegend": true},
	}
	p.ask("time_series", false, queries...)
	return p
}

// stacked stacks the lines, because their sum matters.
func (p panel) stacked() panel {
	p.FieldConfig.Defaults.Custom["stacking"] = map[string]any{"mode": "normal", "group": "A"}
	p.FieldConfig.Defaults.Custom["fillOpacity"] = 40
	return p
}

// bars draws events in each interval as stacked bars, with the sum in the legend.
func (p panel) bars() panel {
	p = p.stacked()
	p.FieldConfig.Defaults.Custom["drawStyle"] = "bars"
	p.FieldConfig.Defaults.Custom["fillOpacity"] = 80
	p.Options["legend"].(map[string]any)["calcs"] = []string{"sum"}
	return p
}

// stepped draws values that hold until the next sweep as steps.
func (p panel) stepped() panel {
	p.FieldConfig.Defaults.Custom["lineInterpolation"] = "stepAfter"
	return p
}
