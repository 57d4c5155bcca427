package workload

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ValidID reports whether id is one that the API's description allows for an
// execution, ^[\w.-]{4,64}$ in ASCII, and not made of dots alone. Any other id
// could name something else once it stands in a path, and is never sent.
func ValidID(id string) bool {
	if len(id) < 4 || len(id) > 64 {
		return false
	}
	dots := 0
	for i := range len(id) {
		switch c := id[i]; {
		case c == '.':
			dots++
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-':
		default:
			return false
		}
	}
	return dots < len(id)
}

// ValidGroupID reports whether the header AI-Resource-Group carries id as it is. It
// must not be empty, nor have a blank at either end: net/http trims it, and another
// group is meant. It must hold nothing that a header cannot carry, or that decoding
// has replaced.
func ValidGroupID(id string) bool {
	unfit := func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }
	return id != "" && id == strings.TrimSpace(id) && !strings.ContainsFunc(id, unfit)
}
