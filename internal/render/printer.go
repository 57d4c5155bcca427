package render

import (
	"bufio"
	"fmt"
	"io"
	"reflect"
)

// Printer writes for people. It keeps the first write error for [Printer.Flush].
type Printer struct {
	out    *bufio.Writer
	colour bool
}

// NewPrinter returns a printer. If colour is true, it writes ANSI colours.
func NewPrinter(w io.Writer, colour bool) *Printer {
	return &Printer{out: bufio.NewWriterSize(w, 64<<10), colour: colour}
}

// Flush writes buffered output and returns the first error.
func (p *Printer) Flush() error { return p.out.Flush() }

// Printf formats like fmt.Printf. It cleans texts among the arguments, so that
// they cannot act as commands in a terminal.
func (p *Printer) Printf(format string, args ...any) {
	safe := make([]any, len(args))
	for i, a := range args {
		safe[i] = cleanArgument(a)
	}
	_, _ = fmt.Fprintf(p.out, format, safe...) // Flush returns the error
}

// write writes a text that is already clean.
func (p *Printer) write(s string) { _, _ = p.out.WriteString(s) } // as above

func cleanArgument(a any) any {
	switch v := a.(type) {
	case Painted:
		return string(v)
	case string:
		return Clean(v)
	case error:
		return Clean(v.Error())
	case fmt.Stringer:
		return Clean(v.String())
	}
	if v := reflect.ValueOf(a); v.Kind() == reflect.String {
		return Clean(v.String())
	}
	return a
}
