package glob

import (
	"fmt"
	"regexp"
	"strings"
)

// linear is the regular expression of a valid glob without classes. Go's take time
// that grows with the name's length, whatever the expression.
func linear(text string) (*regexp.Regexp, error) {
	var b strings.Builder
	b.WriteString(`(?s)\A(?:`)
	depth := 0
	for rest := []rune(text); len(rest) > 0; {
		n := 1
		switch c := rest[0]; {
		case c == '\\' && len(rest) > 1:
			n = 2
			b.WriteString(regexp.QuoteMeta(string(rest[1])))
		case c == '*':
			b.WriteString(".*")
		case c == '?':
			b.WriteByte('.')
		case c == '{':
			depth++
			b.WriteString("(?:")
		case c == '}' && depth > 0:
			depth--
			b.WriteByte(')')
		case c == ',' && depth > 0:
			b.WriteByte('|')
		default:
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
		rest = rest[n:]
	}
	b.WriteString(`)\z`)
	expression, err := regexp.Compile(b.String())
	if err != nil {
		return nil, fmt.Errorf("bad glob %q: %w", text, err)
	}
	return expression, nil
}
