// Package glob matches names against the wildcards of the config: *, ?, [a-z],
// [!a-z] and {a,b}. No character is a separator, so * spans dots and slashes.
//
// A glob is translated into a regular expression, so the time of a match is
// linear in the length of the name for every glob.
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
	literal    string         // the text of the forms that have one
	stars      stars          // for starred
	expression *regexp.Regexp // for expression
}

// form says how a pattern is matched. Most patterns need no regular expression,
// and a pattern may be matched millions of times.
type form int

const (
	expression form = iota
	exact           // team-a
	prefix          // team-*, and *
	suffix          // *-a
	contained       // *a*
	starred         // any other pattern of texts and stars
)

// Match reports whether the pattern matches the whole name. The name must be
// valid UTF-8.
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

// Compile reads a pattern. The error names the pattern, what is wrong with it and
// at which character. An empty pattern is an error, because no name is empty.
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

// List is a list of patterns. It matches if any of them does; an empty list
// matches nothing.
type List []Pattern

// Match reports whether a pattern of the list matches the whole name.
func (l List) Match(name string) bool {
	for _, p := range l {
		if p.Match(name) {
			return true
		}
	}
	return false
}

// Literal reports whether p has no wildcards and so matches one name only.
func Literal(p Pattern) bool {
	return p.form == exact && p.literal == p.text
}
