package render

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Cell is a cell of a table. Numbers are aligned to the right.
type Cell struct {
	text   string
	style  style
	number bool
}

// Text returns a cell with a text.
func Text(s string) Cell { return Cell{text: Clean(s)} }

func styled(s string, c style) Cell { return Cell{text: Clean(s), style: c} }

// Number returns a cell with a number.
func Number(n int) Cell { return Cell{text: Thousands(n), number: true} }

func right(s string) Cell { return Cell{text: Clean(s), number: true} }

// Table is a table with aligned columns under a heading.
type Table struct {
	Heading []string
	rows    [][]Cell
}

// Add adds a row, with a cell for each column.
func (t *Table) Add(cells ...Cell) { t.rows = append(t.rows, cells) }

// terminal computes widths independently of the locale: characters of ambiguous
// width count as narrow.
var terminal = runewidth.Condition{StrictEmojiNeutral: true}

// columns returns how many columns of a terminal a text needs.
func columns(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return terminal.StringWidth(s)
		}
	}
	return len(s) // the most common case, and cheap
}

// Table writes a table. Each line begins with indent.
func (p *Printer) Table(t Table, indent string) {
	p.block(t.Heading, slices.Values(t.rows), indent, nil)
}

// block writes rows in columns that have at least the given widths, and returns
// the new widths. If widths is nil, it also writes the heading. It goes through
// the rows twice, so that a million rows need not be in memory.
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
	pending := indent // blanks; none are written at the end of a line
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
