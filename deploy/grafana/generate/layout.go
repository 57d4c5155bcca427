package main

// Grafana's grid is 24 columns wide; a row's header is one line high.
const columns = 24

type gridPos struct {
	H int `json:"h"`
	W int `json:"w"`
	X int `json:"x"`
	Y int `json:"y"`
}

// layOut numbers the panels and sets them from left to right, row under row.
// A panel of another height begins a new line.
func layOut(rows []row) []panel {
	var all []panel
	y := 0
	for _, r := range rows {
		all = append(all, panel{ID: len(all) + 1, Type: "row", Title: r.title, GridPos: gridPos{H: 1, W: columns, Y: y}, Panels: &[]panel{}})
		y++
		x, height := 0, 0
		for _, p := range r.panels {
			if x+p.GridPos.W > columns || height != 0 && p.GridPos.H != height {
				x, y = 0, y+height
			}
			height = p.GridPos.H
			p.ID, p.GridPos.X, p.GridPos.Y = len(all)+1, x, y
			all = append(all, p)
			x += p.GridPos.W
		}
		y += height
	}
	return all
}
