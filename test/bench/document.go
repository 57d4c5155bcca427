package main

import (
	"fmt"
	"os"
	"strings"
)

// What stands between these lines of the document is written by this program.
const (
	opening = "<!-- written by make bench -->\n"
	closing = "<!-- end of what make bench writes -->\n"
)

// replacePart puts a text between the markers of a document.
func replacePart(path, text string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(old), opening)
	_, after, closed := strings.Cut(rest, closing)
	if !found || !closed {
		return fmt.Errorf("%s has no place for the table, between %q and %q", path, opening, closing)
	}
	return os.WriteFile(path, []byte(before+opening+text+closing+after), 0o644)
}
