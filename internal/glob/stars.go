package glob

import "strings"

// stars is a glob that has no other wildcard than *. It holds the texts before,
// between and after the stars; each may be empty. A single text is a name without
// a star.
type stars []string

// form returns the simplest form of the glob, with the text of that form.
func (s stars) form() (f form, literal string) {
	switch last := len(s) - 1; {
	case last == 0:
		return exact, s[0]
	case last == 1 && s[1] == "":
		return prefix, s[0]
	case last == 1 && s[0] == "":
		return suffix, s[1]
	case last == 2 && s[0] == "" && s[2] == "":
		return contained, s[1]
	}
	return starred, ""
}

// match matches a glob with at least one star. It takes the first position at
// which each text fits, because this leaves most of the name to the texts that
// follow.
func (s stars) match(name string) bool {
	first, last := s[0], s[len(s)-1]
	if len(name) < len(first)+len(last) || !strings.HasPrefix(name, first) || !strings.HasSuffix(name, last) {
		return false
	}
	name = name[len(first) : len(name)-len(last)]
	for _, text := range s[1 : len(s)-1] {
		i := strings.Index(name, text)
		if i < 0 {
			return false
		}
		name = name[i+len(text):]
	}
	return true
}
