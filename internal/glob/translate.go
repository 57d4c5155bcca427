package glob

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxDepth limits braces within braces. The package regexp refuses deep nesting
// too, but its message would show an expression that the user did not write.
const maxDepth = 100

// translator turns a glob into a regular expression. As long as the glob has no
// other wildcard than *, it also collects stars.
type translator struct {
	text string
	at   int // the index of the next byte

	expression strings.Builder
	stars      stars
	wild       bool // the glob has other wildcards than *
	depth      int  // of braces
}

func (t *translator) translate() error {
	t.stars = stars{""}
	for t.at < len(t.text) {
		r, err := t.next()
		if err == nil {
			err = t.term(r)
		}
		if err != nil {
			return err
		}
	}
	if t.depth > 0 {
		return t.bad("unclosed `{`")
	}
	return nil
}

// term translates the term that begins with r.
func (t *translator) term(r rune) error {
	switch {
	case r == '\\':
		escaped, err := t.next()
		if err != nil {
			return t.bad("trailing backslash")
		}
		t.literal(escaped)
	case r == '*':
		t.expression.WriteString(".*")
		t.stars = append(t.stars, "")
	case r == '?':
		t.other(".")
	case r == '[':
		return t.class()
	case r == '{':
		if t.depth++; t.depth > maxDepth {
			return t.bad(fmt.Sprintf("more than %d braces within each other", maxDepth))
		}
		t.other("(?:")
	case r == '}' && t.depth > 0:
		t.depth--
		t.other(")")
	case r == ',' && t.depth > 0:
		t.other("|")
	default:
		t.literal(r)
	}
	return nil
}

func (t *translator) literal(r rune) {
	t.expression.WriteString(regexp.QuoteMeta(string(r)))
	t.stars[len(t.stars)-1] += string(r)
}

func (t *translator) other(expression string) {
	t.expression.WriteString(expression)
	t.wild = true
}

// next reads the next character.
func (t *translator) next() (rune, error) {
	if t.at == len(t.text) {
		return 0, t.bad("unexpected end of input")
	}
	r, size := utf8.DecodeRuneInString(t.text[t.at:])
	if r == utf8.RuneError && size == 1 {
		return 0, t.bad("invalid UTF-8 sequence")
	}
	t.at += size
	return r, nil
}

// bad returns an error about the next character.
func (t *translator) bad(reason string) error {
	return fmt.Errorf("bad glob %q: %s at character %d", t.text, reason, utf8.RuneCountInString(t.text[:t.at])+1)
}
