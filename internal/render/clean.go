package render

import (
	"strings"
	"unicode"
)

// Clean makes a text of unknown origin safe to print on one line of a terminal:
// line ends become blanks, and what moves the cursor, changes colours, or turns
// the direction of writing becomes the replacement character.
func Clean(s string) string {
	if harmlessASCII(s) || strings.IndexFunc(s, unsafe) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return ' '
		case unsafe(r):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// harmlessASCII reports whether a text is nothing but printable ASCII, as most are.
func harmlessASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= unicode.MaxASCII {
			return false
		}
	}
	return true
}

// unsafe reports whether a character does something to a terminal, or is not one at all:
// control characters, invalid UTF-8, line and paragraph separators, and the
// characters of format, of which those for the direction of writing are the worst.
// The joiners within emoji and Indic words are harmless.
func unsafe(r rune) bool {
	const zeroWidthNonJoiner, zeroWidthJoiner = '\u200c', '\u200d'
	switch {
	case r < unicode.MaxASCII:
		return r < ' '
	case r == zeroWidthNonJoiner, r == zeroWidthJoiner:
		return false
	}
	return r == unicode.MaxASCII || r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}
