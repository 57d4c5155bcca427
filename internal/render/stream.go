package render

import "slices"

// Stream is a table whose rows are written as they come: it takes as much memory
// for millions of them as for a thousand. Its columns are as wide as the first
// rows need; a longer cell widens them from there on.
type Stream struct {
	printer *Printer
	waiting Table
	widths  []int // nil before the heading is written
}

// window is how many rows are seen before the first is written.
const window = 1000

// Stream begins a table with these columns.
func (p *Printer) Stream(heading ...string) *Stream {
	return &Stream{printer: p, waiting: Table{Heading: heading}}
}

// Add appends a row, with a cell for each column.
func (s *Stream) Add(cells ...Cell) {
	if s.waiting.Add(cells...); len(s.waiting.rows) >= window {
		s.write()
	}
}

// End writes what is still held back and returns the first error of the printer.
func (s *Stream) End() error {
	if s.widths == nil || len(s.waiting.rows) > 0 {
		s.write()
	}
	return s.printer.Flush()
}

func (s *Stream) write() {
	s.widths = s.printer.block(s.waiting.Heading, slices.Values(s.waiting.rows), "", s.widths)
	s.waiting.rows = s.waiting.rows[:0]
}
