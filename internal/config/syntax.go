package config

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	v4 "go.yaml.in/yaml/v4"
	"gopkg.in/yaml.v3"
)

// syntax says what is wrong with the YAML, and where. The parser that reads the file
// knows a line at best, and often the wrong one. Its successor knows the place, so it
// is asked for that alone.
func (r *reader) syntax(text []byte, err error) {
	wrong, ok := errors.AsType[*v4.LoadError](v4.Unmarshal(text, new(v4.Node)))
	if !ok || wrong.Mark.Line == 0 {
		r.syntaxByLine(err)
		return
	}
	place := &yaml.Node{Line: wrong.Mark.Line, Column: wrong.Mark.Column}
	begun, message := wrong.ContextMark, wrong.Message
	switch {
	case r.tab(place):
		message = "a tab stands here, and YAML is indented with blanks only: write blanks instead"
	case begun.Line > 0 && place.Line >= len(r.lines): // something was opened and never closed
		place.Line, place.Column = begun.Line, begun.Column
		message += " " + wrong.ContextMsg
	case begun.Line > 0 && begun != wrong.Mark:
		message += fmt.Sprintf(" %s that begins at line %d", wrong.ContextMsg, begun.Line)
	}
	r.problem(place, "the YAML cannot be read: %s", message)
}

var syntaxLine = regexp.MustCompile(`^yaml: line (\d+): `)

// syntaxByLine says what is wrong by the message of the parser that reads the file.
func (r *reader) syntaxByLine(err error) {
	place := &yaml.Node{Line: 1, Column: 1}
	message := err.Error()
	if m := syntaxLine.FindStringSubmatch(message); m != nil {
		place.Line, _ = strconv.Atoi(m[1]) // digits
		message = message[len(m[0]):]
	}
	r.problem(place, "the YAML cannot be read: %s", strings.TrimPrefix(message, "yaml: "))
}

// tab reports whether a tab stands at a place.
func (r *reader) tab(at *yaml.Node) bool {
	if at.Line < 1 || at.Line > len(r.lines) {
		return false
	}
	line := r.lines[at.Line-1]
	return at.Column >= 1 && at.Column <= len(line) && line[at.Column-1] == '\t'
}
