package render

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// Cell is a cell of a table. Numbers stand to the right.
type Cell struct {
	text   string
	style  style
	number bool
}

// Text is a cell with a text.
func Text(s string) Cell { return Cell{text: Clean(s)} }

func styled(s string, c style) Cell { return Cell{text: Clean(s), style: c} }

// Number is a cell with a number.
func Number(n int) Cell { return Cell{text: Thousands(n), number: true} }

func right(s string) Cell { return Cell{text: Clean(s), number: true} }

// Table is aligned columns under a heading.
type Table struct {
	Heading []string
	rows    [][]Cell
}

// Add appends a row, with a cell for each column.
func (t *Table) Add(cells ...Cell) { t.rows = append(t.rows, cells) }

// cells counts columns on a terminal. The locale does not matter: what is
// ambiguous is narrow.
var cells = runewidth.Condition{StrictEmojiNeutral: true}

// Table writes a table, each line after indent.
func (p *Printer) Table(t Table, indent string) { p.block(t, indent, nil) }

// block writes rows in columns that are at least so wide, below the heading where
// that is not there yet: widths is nil then. It returns how wide they are.
func (p *Printer) block(t Table, indent string, widths []int) []int {
	first := widths == nil
	if first {
		widths = make([]int, len(t.Heading))
		for i, h := range t.Heading {
			widths[i] = cells.StringWidth(h)
		}
	}
	numeric := make([]bool, len(t.Heading))
	for _, row := range t.rows {
		for i, c := range row {
			widths[i] = max(widths[i], cells.StringWidth(c.text))
			numeric[i] = numeric[i] || c.number
		}
	}
	if first {
		headings := make([]Cell, len(t.Heading))
		for i, h := range t.Heading {
			headings[i] = Cell{text: h, style: dim, number: numeric[i]}
		}
		p.row(headings, widths, indent)
	}
	for _, row := range t.rows {
		p.row(row, widths, indent)
	}
	return widths
}

func (p *Printer) row(row []Cell, widths []int, indent string) {
	var line strings.Builder
	for i, c := range row {
		if i > 0 {
			line.WriteString("  ")
		}
		gap := strings.Repeat(" ", widths[i]-cells.StringWidth(c.text))
		if c.number {
			line.WriteString(gap)
		}
		line.WriteString(string(p.paint(c.text, c.style)))
		if !c.number {
			line.WriteString(gap)
		}
	}
	p.Printf("%s%s\n", indent, Painted(strings.TrimRight(line.String(), " ")))
}
