// Package secret keeps secrets out of logs and reports: Text is a type that
// cannot be printed, and Redactor removes secrets from what a server sends.
package secret

import (
	"fmt"
	"unique"
)

// redacted replaces a secret.
const redacted = "[redacted]"

// Text is a secret that cannot be printed: every verb of fmt, JSON, YAML and logs
// show "[redacted]" instead. For an unexported field fmt does not call its
// methods and shows an address. The zero value holds no secret.
type Text struct{ text unique.Handle[string] }

// New returns text as a secret.
func New(text string) Text {
	if text == "" {
		return Text{}
	}
	return Text{unique.Make(text)}
}

// Reveal returns the text. Only code that sends the secret calls it.
func (t Text) Reveal() string {
	if t.IsZero() {
		return ""
	}
	return t.text.Value()
}

// IsZero reports whether the secret is empty.
func (t Text) IsZero() bool { return t == Text{} }

// Format writes "[redacted]" for every verb.
func (t Text) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// String returns "[redacted]".
func (t Text) String() string { return redacted }

// MarshalText returns "[redacted]", for JSON and YAML.
func (t Text) MarshalText() ([]byte, error) { return []byte(redacted), nil }
