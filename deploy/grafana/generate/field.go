package main

// fieldConfig says how the values of a panel look.
type fieldConfig struct {
	Defaults  defaults   `json:"defaults"`
	Overrides []override `json:"overrides"`
}

type defaults struct {
	Unit       string         `json:"unit"`
	Min        *float64       `json:"min,omitempty"`
	NoValue    string         `json:"noValue,omitempty"`
	Color      map[string]any `json:"color,omitempty"`
	Thresholds *thresholds    `json:"thresholds,omitempty"`
	Mappings   []mapping      `json:"mappings,omitempty"`
	Custom     map[string]any `json:"custom,omitempty"`
	Links      []dataLink     `json:"links,omitempty"`
}

type thresholds struct {
	Mode  string `json:"mode"`
	Steps []step `json:"steps"`
}

// step is the colour from a value on. The first step has no value.
type step struct {
	Color string   `json:"color"`
	Value *float64 `json:"value"`
}

type mapping struct {
	Type    string         `json:"type"`
	Options map[string]any `json:"options"`
}

type override struct {
	Matcher    matcher    `json:"matcher"`
	Properties []property `json:"properties"`
}

type matcher struct {
	ID      string `json:"id"`
	Options string `json:"options"`
}

type property struct {
	ID    string `json:"id"`
	Value any    `json:"value"`
}

// steps returns thresholds: green, then the given colours from their values on.
func steps(rest ...step) *thresholds {
	return &thresholds{Mode: "absolute", Steps: append([]step{{Color: "green"}}, rest...)}
}

func from(value float64, color string) step { return step{Color: color, Value: new(value)} }

// warnFrom colours values orange and red from these limits on.
func (p panel) warnFrom(orange, red float64) panel {
	p.FieldConfig.Defaults.Thresholds = steps(from(orange, "orange"), from(red, "red"))
	return p
}

// plain gives all values one colour, because neither high nor low is bad.
func (p panel) plain(color string) panel {
	p.FieldConfig.Defaults.Color = map[string]any{"mode": "fixed", "fixedColor": color}
	return p
}

// without sets the text for a missing value.
func (p panel) without(word string) panel {
	d := &p.FieldConfig.Defaults
	d.NoValue = word
	d.Mappings = append(d.Mappings, mapping{"special", map[string]any{"match": "null+nan", "result": map[string]any{"text": word, "color": "text"}}})
	return p
}

// says shows words instead of values.
func (p panel) says(words map[string]any) panel {
	d := &p.FieldConfig.Defaults
	d.Mappings = append(d.Mappings, mapping{"value", words})
	return p
}

// paint sets the colour of a series or column.
func (p panel) paint(series, color string) panel {
	return p.with(series, property{"color", map[string]any{"mode": "fixed", "fixedColor": color}})
}

// with sets properties of one series or column.
func (p panel) with(series string, properties ...property) panel {
	f := p.FieldConfig
	f.Overrides = append(f.Overrides, override{matcher{"byName", series}, properties})
	return p
}

// paintLike gives the series whose names match a regular expression, between
// slashes, their colour.
func (p panel) paintLike(names, color string) panel {
	f := p.FieldConfig
	f.Overrides = append(f.Overrides, override{matcher{"byRegexp", names}, []property{{"color", map[string]any{"mode": "fixed", "fixedColor": color}}}})
	return p
}
