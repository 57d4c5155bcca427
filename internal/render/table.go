package render

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

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

// terminal counts columns. The locale does not matter: what is ambiguous is narrow.
var terminal = runewidth.Condition{StrictEmojiNeutral: true}

// columns counts how many columns of a terminal a text takes.
func columns(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return terminal.StringWidth(s)
		}
	}
	return len(s) // what is most often the case, and cheap
}

// Table writes a table, each line after indent.
func (p *Printer) Table(t Table, indent string) {
	p.block(t.Heading, slices.Values(t.rows), indent, nil)
}

// block writes rows in columns that are at least so wide, below the heading where
// that is not there yet: widths is nil then. It returns how wide they are. It goes
// through the rows twice, so that a million of them need not be held.
func (p *Printer) block(heading []string, rows iter.Seq[[]Cell], indent string, widths []int) []int {
	headings := make([]Cell, len(heading))
	first := widths == nil
	if first {
		widths = make([]int, len(heading))
		for i, h := range heading {
			headings[i], widths[i] = Cell{text: h, style: dim}, columns(h)
		}
	}
	for row := range rows {
		for i, c := range row {
			widths[i] = max(widths[i], columns(c.text))
			headings[i].number = headings[i].number || c.number
		}
	}
	if first {
		p.row(headings, widths, indent)
	}
	for row := range rows {
		p.row(row, widths, indent)
	}
	return widths
}

func (p *Printer) row(row []Cell, widths []int, indent string) {
	pending := indent // blanks, which are not written at the end of a line
	for i, c := range row {
		gap := strings.Repeat(" ", widths[i]-columns(c.text))
		if c.number {
			pending += gap
		}
		if c.text != "" {
			p.write(pending)
			p.write(string(p.paint(c.text, c.style)))
			pending = ""
		}
		if !c.number {
			pending += gap
		}
		pending += "  "
	}
	p.write("\n")
}
