package main

// stat is a panel of one number.
func stat(title, description, unit, expr string) panel {
	p := newPanel("stat", title, description, unit, 4, 4)
	p.FieldConfig.Defaults.Thresholds = steps()
	p.Options = map[string]any{
		"reduceOptions": map[string]any{"calcs": []string{"last"}, "fields": "", "values": false},
		"colorMode":     "value", "graphMode": "none", "justifyMode": "auto", "orientation": "auto", "textMode": "value",
		"wideLayout": true, "showPercentChange": false, "percentChangeColorMode": "standard",
	}
	p.ask("time_series", true, query{expr, ""})
	return p
}

// amount is a panel of an amount of money, beside its currency.
func amount(title, description, unit, expr string) panel {
	p := stat(title, description, unit, expr)
	p.Options["textMode"] = "value_and_name"
	p.Targets[0].LegendFormat = "{{currency}}"
	return p
}

// trend draws the number's past values behind it. It is for values at a moment,
// not for sums over the whole range.
func (p panel) trend() panel {
	p.Options["graphMode"] = "area"
	for i := range p.Targets {
		p.Targets[i].Instant, p.Targets[i].Range = false, true
	}
	return p
}
