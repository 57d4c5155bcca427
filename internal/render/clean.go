package render

import (
	"strings"
	"unicode"
)

// Clean makes a text of unknown origin safe for one line of a terminal. Line ends
// become blanks. Characters that move the cursor, change colours or change the
// writing direction become the replacement character.
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

// harmlessASCII reports whether a text is only printable ASCII, as most texts
// are.
func harmlessASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= unicode.MaxASCII {
			return false
		}
	}
	return true
}

// unsafe reports whether a character can affect a terminal or is invalid: control
// characters, invalid UTF-8, line and paragraph separators, and format
// characters, such as those that change the writing direction. The joiners in
// emoji and in words of Indic scripts are allowed.
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
