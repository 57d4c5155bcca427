// Package glob matches names against the wildcards of the config: *, ?, [a-z]
// and {a,b}. No character is a separator, so * spans dots and slashes.
package glob

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/gobwas/glob"
)

// Pattern is a compiled glob.
type Pattern = *pattern

type pattern struct {
	glob *glob.Pattern
	// linear means the same where the glob takes time that grows by powers with
	// each of its braces; nil where it does not, or where it has a class as well.
	linear *regexp.Regexp
}

// Match tells whether the pattern matches the whole of name.
func (p *pattern) Match(name string) bool {
	if p.linear != nil {
		return p.linear.MatchString(name)
	}
	return p.glob.Match(name)
}

// String is the pattern as it was written.
func (p *pattern) String() string { return p.glob.String() }

// Compile reads a pattern. The error names the pattern, what is wrong with it
// and at which byte; an empty pattern is an error, as it could match no name.
func Compile(text string) (Pattern, error) {
	if text == "" {
		return nil, errors.New(`bad glob "": it matches nothing; write "*" for every name`)
	}
	g, err := glob.Compile(text)
	if syntax, ok := errors.AsType[*glob.SyntaxError](err); ok {
		return nil, fmt.Errorf("bad glob %q: %s at character %d", text, syntax.Reason, syntax.Offset+1)
	}
	if err != nil {
		return nil, err
	}
	p := &pattern{glob: g}
	if strings.Count(text, "{") > 1 && strings.Contains(text, "*") && !strings.Contains(text, "[") {
		p.linear, err = linear(text)
	}
	return p, err
}

// List is patterns of which any may match. The empty list matches nothing.
type List []Pattern

// Match tells whether a pattern of the list matches the whole of name.
func (l List) Match(name string) bool {
	for _, p := range l {
		if p.Match(name) {
			return true
		}
	}
	return false
}

// Literal tells whether p has no wildcard: it matches the name that it spells.
func Literal(p Pattern) bool { return glob.QuoteMeta(p.String()) == p.String() }
