package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"gopkg.in/yaml.v3"
)

// Problem is an error in a file, with its position counted from 1.
type Problem struct {
	File         string
	Line, Column int
	Message      string
}

// Error returns file:line:column: what is wrong, and what to write.
func (p Problem) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems holds all errors in a file, in the order of their positions.
type Problems []Problem

// Error lists the problems, one per line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].Error()
	}
	return strings.Join(lines, "\n")
}

// Warning is about something that is allowed but probably a mistake.
type Warning Problem

// String returns file:line:column: warning: what is probably wrong.
func (w Warning) String() string {
	return fmt.Sprintf("%s:%d:%d: warning: %s", w.File, w.Line, w.Column, w.Message)
}

// reader reads a file and collects all problems, so that they are reported
// together.
type reader struct {
	file     string
	lines    []string
	problems Problems
	warnings []Warning
}

func (r *reader) problem(n *yaml.Node, format string, args ...any) {
	r.problems = append(r.problems, Problem{r.file, max(1, n.Line), max(1, n.Column), fmt.Sprintf(format, args...)})
}

func (r *reader) warn(n *yaml.Node, format string, args ...any) {
	r.warnings = append(r.warnings, Warning{r.file, max(1, n.Line), max(1, n.Column), fmt.Sprintf(format, args...)})
}

func (r *reader) sorted() Problems {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return slices.Compact(r.problems)
}

// hint suggests the most similar of the right words, "" if none is similar.
func hint(word string, right []string) string {
	best, distance := "", len(word)/2+2
	for _, candidate := range right {
		if d := levenshtein.Distance(strings.ToLower(word), strings.ToLower(candidate), nil); d < distance {
			best, distance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(": did you mean `%s`?", best)
}
