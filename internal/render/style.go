package render

// style is an ANSI colour. plain means no colour.
type style string

const (
	plain  style = ""
	bold   style = "\x1b[1m"
	dim    style = "\x1b[2m"
	red    style = "\x1b[31m"
	green  style = "\x1b[32m"
	yellow style = "\x1b[33m"
	reset        = "\x1b[0m"
)

// Painted is a text that is already clean and may contain colours.
type Painted string

// paint cleans a text and colours it if the printer uses colours.
func (p *Printer) paint(s string, c style) Painted {
	s = Clean(s)
	if !p.colour || c == plain || s == "" {
		return Painted(s)
	}
	return Painted(string(c) + s + reset)
}

// Bold makes a text stand out.
func (p *Printer) Bold(s string) Painted { return p.paint(s, bold) }

// Red marks a text as an error.
func (p *Printer) Red(s string) Painted { return p.paint(s, red) }
