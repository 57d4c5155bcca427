package main

// fieldConfig is how the values of a panel look.
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

// step is the colour from a value on; the first one has no value.
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

// steps makes thresholds: green, then the other colours from the values on.
func steps(rest ...step) *thresholds {
	return &thresholds{Mode: "absolute", Steps: append([]step{{Color: "green"}}, rest...)}
}

func from(value float64, color string) step { return step{Color: color, Value: new(value)} }

// warnFrom colours a value orange and red from two bounds on.
func (p panel) warnFrom(orange, red float64) panel {
	p.FieldConfig.Defaults.Thresholds = steps(from(orange, "orange"), from(red, "red"))
	return p
}

// plain takes the judgement out of a value: neither high nor low is bad.
func (p panel) plain(color string) panel {
	p.FieldConfig.Defaults.Color = map[string]any{"mode": "fixed", "fixedColor": color}
	return p
}

// without says what is shown where there is no value.
func (p panel) without(word string) panel {
	d := &p.FieldConfig.Defaults
	d.NoValue = word
	d.Mappings = append(d.Mappings, mapping{"special", map[string]any{"match": "null+nan", "result": map[string]any{"text": word, "color": "text"}}})
	return p
}

// says shows words in place of values.
func (p panel) says(words map[string]any) panel {
	d := &p.FieldConfig.Defaults
	d.Mappings = append(d.Mappings, mapping{"value", words})
	return p
}

// paint gives the series or column of a name its colour.
func (p panel) paint(series, color string) panel {
	return p.with(series, property{"color", map[string]any{"mode": "fixed", "fixedColor": color}})
}

// with gives the series or column of a name properties of its own.
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
