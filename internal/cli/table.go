package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// style is an ANSI colour; plain is none.
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

// printer writes for people, in colour on a terminal only.
type printer struct {
	w      io.Writer
	colour bool
	err    error // the first that writing met
}

func (p *printer) printf(format string, args ...any) {
	if _, err := fmt.Fprintf(p.w, format, args...); err != nil && p.err == nil {
		p.err = err
	}
}

// paint wraps s in a colour where colours are wanted.
func (p *printer) paint(s string, c style) string {
	if !p.colour || c == plain || s == "" {
		return s
	}
	return string(c) + s + reset
}

// cell is a table cell; numbers stand to the right.
type cell struct {
	text   string
	style  style
	number bool
}

func text(s string) cell               { return cell{text: s} }
func styled(s string, c style) cell    { return cell{text: s, style: c} }
func number(n int) cell                { return cell{text: thousands(n), number: true} }
func numberStyled(n int, c style) cell { return cell{text: thousands(n), number: true, style: c} }

// table is aligned columns under a heading.
type table struct {
	heading []string
	rows    [][]cell
}

func (t *table) add(cells ...cell) { t.rows = append(t.rows, cells) }

// print writes the table, each line after indent.
func (p *printer) table(t table, indent string) {
	widths := make([]int, len(t.heading))
	right := make([]bool, len(t.heading))
	for i, h := range t.heading {
		widths[i] = utf8.RuneCountInString(h)
	}
	for _, row := range t.rows {
		for i, c := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(c.text))
			right[i] = right[i] || c.number
		}
	}
	headings := make([]cell, len(t.heading))
	for i, h := range t.heading {
		headings[i] = cell{text: h, style: dim, number: right[i]}
	}
	p.row(headings, widths, indent)
	for _, row := range t.rows {
		p.row(row, widths, indent)
	}
}

func (p *printer) row(cells []cell, widths []int, indent string) {
	var line strings.Builder
	for i, c := range cells {
		if i > 0 {
			line.WriteString("  ")
		}
		gap := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c.text))
		if c.number {
			line.WriteString(gap)
		}
		line.WriteString(p.paint(c.text, c.style))
		if !c.number {
			line.WriteString(gap)
		}
	}
	p.printf("%s%s\n", indent, strings.TrimRight(line.String(), " "))
}

// thousands writes 1234567 as 1,234,567.
func thousands(n int) string {
	s := fmt.Sprint(n)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}
