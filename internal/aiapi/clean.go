package aiapi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is how many characters of a server's text are shown.
const longest = 300

// clean prepares a server's text for one line of a terminal or a log.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest]) + "…"
	}
	return s
}
