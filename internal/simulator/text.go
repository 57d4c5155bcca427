package simulator

import (
	"encoding/json"
	"strings"
)

// appendText appends a text as JSON has it. Nearly all are plain and are copied
// as they stand; Go's own quoting knows escapes that JSON does not.
func appendText(b []byte, text string) []byte {
	if strings.ContainsFunc(text, escaped) {
		quoted, _ := json.Marshal(text) // a string always marshals
		return append(b, quoted...)
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

func escaped(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }

// quoted is a text as JSON has it.
func quoted(text string) []byte { return appendText(nil, text) }
