package workload

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ValidID reports whether the API's description allows id for an execution:
// ^[\w.-]{4,64}$ in ASCII. Ids made only of dots are not valid. Any other id
// could change the meaning of a URL path, so it is never sent.
func ValidID(id string) bool {
	if len(id) < 4 || len(id) > 64 {
		return false
	}
	seen := idDot
	for i := range len(id) {
		seen |= idBytes[id[i]]
	}
	return seen == idDot|idWord
}

// The bytes that an id may hold. A table answers without branches, and so several
// times faster for the random digits that ids are made of.
const (
	idWord byte = 1 << iota
	idDot
	idForeign
)

var idBytes = func() (table [256]byte) {
	for c := range table {
		switch c := byte(c); {
		case c == '.':
			table[c] = idDot
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-':
			table[c] = idWord
		default:
			table[c] = idForeign
		}
	}
	return table
}()

// ValidGroupID reports whether the header AI-Resource-Group can carry id
// unchanged. An id must not be empty. It must not begin or end with a blank:
// net/http trims blanks, and the header would then name another group. It must
// not contain characters that a header cannot carry or that decoding has
// replaced.
func ValidGroupID(id string) bool {
	unfit := func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }
	return id != "" && id == strings.TrimSpace(id) && !strings.ContainsFunc(id, unfit)
}
