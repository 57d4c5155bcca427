package render

import "slices"

// Stream is a table whose rows are written while they are added, so that its
// memory does not grow with the number of rows. Its columns have the width of the
// first rows. A longer cell widens its column from there on.
type Stream struct {
	printer *Printer
	waiting Table
	widths  []int // nil before the heading is written
}

// buffered is how many rows are collected before the first is written.
const buffered = 1000

// Stream starts a table with these columns.
func (p *Printer) Stream(heading ...string) *Stream {
	return &Stream{printer: p, waiting: Table{Heading: heading}}
}

// Add adds a row, with a cell for each column.
func (s *Stream) Add(cells ...Cell) {
	if s.waiting.Add(cells...); len(s.waiting.rows) >= buffered {
		s.write()
	}
}

// End writes the buffered rows and returns the first error of the printer.
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
