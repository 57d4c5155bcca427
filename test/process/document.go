package process

import (
	"fmt"
	"os"
	"strings"
)

// ReplacePart puts a text between two marker lines of a Markdown document: <!--
// written by NAME --> and <!-- end of what NAME writes -->. If they are missing,
// it returns an error and does not change the document.
func ReplacePart(path, name, text string) error {
	opening, closing := "<!-- written by "+name+" -->\n", "<!-- end of what "+name+" writes -->\n"
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(old), opening)
	_, after, closed := strings.Cut(rest, closing)
	if !found || !closed {
		return fmt.Errorf("%s has no place for what is measured, between %q and %q", path, opening, closing)
	}
	return os.WriteFile(path, []byte(before+opening+text+closing+after), 0o644)
}
