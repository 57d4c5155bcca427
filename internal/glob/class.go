package glob

import (
	"fmt"
	"strings"
)

// class translates the text after a [: one range or a list of characters. A ! or
// ^ before them means any other character.
func (t *translator) class() error {
	var b strings.Builder
	b.WriteByte('[')
	if rest := t.text[t.at:]; strings.HasPrefix(rest, "!") || strings.HasPrefix(rest, "^") {
		t.at++
		b.WriteByte('^')
	}
	members := t.list
	if t.isRange() {
		members = t.span
	}
	if err := members(&b); err != nil {
		return err
	}
	b.WriteByte(']')
	t.other(b.String())
	return nil
}

// isRange reports whether a - follows the first character of the class.
func (t *translator) isRange() bool {
	from := t.at
	defer func() { t.at = from }()
	_, _, err := t.member()
	return err == nil && strings.HasPrefix(t.text[t.at:], "-")
}

// span translates a range up to the ] that closes the class.
func (t *translator) span(b *strings.Builder) error {
	low, _, err := t.member()
	if err != nil {
		return err
	}
	t.at += len("-")
	high, _, err := t.member()
	if err != nil {
		return err
	}
	if high < low {
		return t.bad(fmt.Sprintf("the range ends with %q, which is before %q", high, low))
	}
	end, escaped, err := t.member()
	if err != nil {
		return err
	}
	if end != ']' || escaped {
		return t.bad("a class holds one range, such as [a-z], or a list of characters, such as [abc]: wanted is the closing ]")
	}
	write(b, low)
	b.WriteByte('-')
	write(b, high)
	return nil
}

// list translates characters up to the ] that closes the class.
func (t *translator) list(b *strings.Builder) error {
	for n := 0; ; n++ {
		r, escaped, err := t.member()
		switch {
		case err != nil:
			return err
		case r == ']' && !escaped && n == 0:
			return t.bad("nothing stands in the class []")
		case r == ']' && !escaped:
			return nil
		}
		write(b, r)
	}
}

// member reads a character of a class and reports whether a backslash escaped it.
func (t *translator) member() (r rune, escaped bool, err error) {
	if r, err = t.next(); err != nil || r != '\\' {
		return r, false, err
	}
	r, err = t.next()
	return r, true, err
}

// write writes a character as its number, so that it needs no escaping.
func write(b *strings.Builder, r rune) { fmt.Fprintf(b, `\x{%x}`, r) }
