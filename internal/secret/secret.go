// Package secret holds texts that must not be seen: a type that does not print,
// and a way to take secrets out of what a server says.
package secret

import (
	"fmt"
	"unique"
)

// redacted stands where a secret stood.
const redacted = "[redacted]"

// Text is a text that does not print: every verb of fmt, JSON, YAML and a log
// show "[redacted]" in its place. In a field that is not exported fmt does not ask
// it, and shows an address. The zero value holds no secret.
type Text struct{ text unique.Handle[string] }

// New hides a text.
func New(text string) Text {
	if text == "" {
		return Text{}
	}
	return Text{unique.Make(text)}
}

// Reveal returns the text, for the one place that sends it.
func (t Text) Reveal() string {
	if t.IsZero() {
		return ""
	}
	return t.text.Value()
}

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t == Text{} }

// Format writes "[redacted]" for every verb.
func (t Text) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// String returns "[redacted]".
func (t Text) String() string { return redacted }

// MarshalText writes "[redacted]", in JSON and YAML alike.
func (t Text) MarshalText() ([]byte, error) { return []byte(redacted), nil }
