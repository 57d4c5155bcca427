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

// ValidGroupID reports whether the header AI-Resource-Group carries id as it is:
// it is not empty, has no blank at either end, which net/http would trim so that
// another group is meant, and nothing in it that a header cannot hold or that
// decoding has replaced.
func ValidGroupID(id string) bool {
	unfit := func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }
	return id != "" && id == strings.TrimSpace(id) && !strings.ContainsFunc(id, unfit)
}
