package main

// column is one column of a table. It shows the value of a query for each row.
type column struct {
	title, unit, expr string
}

// table is a panel with a row for each value of a label, or of two.
func table(title, description string, keys []string, columns ...column) panel {
	p := newPanel("table", title, description, count, 24, 8)
	var queries []query
	rename := map[string]any{}
	order := map[string]any{}
	for i, k := range keys {
		order[k] = i
	}
	for i, c := range columns {
		queries = append(queries, query{c.expr, ""})
		value := "Value #" + string(rune('A'+i))
		rename[value], order[value] = c.title, len(keys)+i
		p = p.with(c.title, property{"unit", c.unit})
	}
	p.ask("table", true, queries...)
	p.Options = map[string]any{"frameIndex": 0, "showHeader": true, "cellHeight": "sm", "sortBy": []any{map[string]any{"displayName": columns[0].title, "desc": true}}}
	p.Transformations = []transformation{
		{"merge", map[string]any{}},
		{"organize", map[string]any{"excludeByName": map[string]any{"Time": true}, "renameByName": rename, "indexByName": order}},
	}
	return p
}
