// Package glob matches names against the wildcards of the config: *, ?, [a-z],
// [!a-z] and {a,b}. No character is a separator, so * spans dots and slashes.
//
// A glob is a regular expression written shorter, and is matched as one: the
// time that a match takes grows with the name's length alone, whatever the glob.
package glob

import (
	"errors"
	"regexp"
	"strings"
)

// Pattern is a compiled glob.
type Pattern = *pattern

type pattern struct {
	text       string
	form       form
	literal    string         // of the forms with one text
	stars      stars          // of starred
	expression *regexp.Regexp // of expression
}

// form says how a pattern is matched: most need no expression, and are decided
// on millions of times.
type form int

const (
	expression form = iota
	exact           // team-a
	prefix          // team-*, and *
	suffix          // *-a
	contained       // *a*
	starred         // any other of texts and stars alone
)

// Match reports whether the pattern matches the whole of name, which is valid
// UTF-8.
func (p *pattern) Match(name string) bool {
	switch p.form {
	case exact:
		return name == p.literal
	case prefix:
		return strings.HasPrefix(name, p.literal)
	case suffix:
		return strings.HasSuffix(name, p.literal)
	case contained:
		return strings.Contains(name, p.literal)
	case starred:
		return p.stars.match(name)
	}
	return p.expression.MatchString(name)
}

// String returns the pattern as it was written.
func (p *pattern) String() string { return p.text }

// Compile reads a pattern. The error names the pattern, what is wrong with it
// and at which character. An empty pattern is an error, as no name is empty.
func Compile(text string) (Pattern, error) {
	if text == "" {
		return nil, errors.New(`bad glob "": it matches nothing; write "*" for every name`)
	}
	t := translator{text: text}
	if err := t.translate(); err != nil {
		return nil, err
	}
	p := &pattern{text: text}
	if !t.wild {
		p.form, p.literal = t.stars.form()
		p.stars = t.stars
		return p, nil
	}
	var err error
	if p.expression, err = regexp.Compile(`(?s)\A(?:` + t.expression.String() + `)\z`); err != nil {
		return nil, t.bad("it cannot be matched: " + err.Error())
	}
	return p, nil
}

// List is patterns of which any may match. The empty list matches nothing.
type List []Pattern

// Match reports whether a pattern of the list matches the whole of name.
func (l List) Match(name string) bool {
	for _, p := range l {
		if p.Match(name) {
			return true
		}
	}
	return false
}

// Literal reports whether p matches the name that it spells, and no other.
func Literal(p Pattern) bool {
	return p.form == exact && p.literal == p.text
}
