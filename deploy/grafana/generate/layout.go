package main

// Grafana's grid is 24 columns wide; a row's header is one line high.
const columns = 24

type gridPos struct {
	H int `json:"h"`
	W int `json:"w"`
	X int `json:"x"`
	Y int `json:"y"`
}

// layOut numbers the panels and sets them from left to right, row under row. All
// rows but the first are folded: a page of them asks only for what is looked at.
func layOut(rows []row) []panel {
	var all []panel
	id, y := 0, 0
	for i, r := range rows {
		id++
		header := panel{ID: id, Type: "row", Title: r.title, GridPos: gridPos{H: 1, W: columns, Y: y}, Collapsed: new(i > 0), Panels: &[]panel{}}
		y++
		placed, height := r.place(id, y)
		id += len(placed)
		if i == 0 {
			all = append(append(all, header), placed...)
			y += height
			continue
		}
		header.Panels = &placed
		all = append(all, header)
	}
	return all
}

// place sets the panels of a row, from a line of the grid on, and returns how many
// lines they take. A panel of another height begins a new line.
func (r row) place(id, top int) (placed []panel, lines int) {
	x, y, height := 0, top, 0
	for _, p := range r.panels {
		if x+p.GridPos.W > columns || height != 0 && p.GridPos.H != height {
			x, y = 0, y+height
		}
		height = p.GridPos.H
		id++
		p.ID, p.GridPos.X, p.GridPos.Y = id, x, y
		placed = append(placed, p)
		x += p.GridPos.W
	}
	return placed, y + height - top
}
