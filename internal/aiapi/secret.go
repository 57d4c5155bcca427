package aiapi

import (
	"bytes"
	"fmt"
)

const redacted = "[redacted]"

// Secret is a text that does not print: every verb of fmt, JSON, YAML and a log
// show "[redacted]" in its place. The zero value is no secret at all.
type Secret struct{ text string }

// NewSecret hides a text.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal returns the text, for the one place that sends it.
func (s Secret) Reveal() string { return s.text }

// IsZero tells whether there is no text.
func (s Secret) IsZero() bool { return s.text == "" }

// Format writes "[redacted]" for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// String is "[redacted]".
func (s Secret) String() string { return redacted }

// MarshalText writes "[redacted]", in JSON and YAML alike.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// shortest is the length, in bytes, from which on a secret is taken out of a
// text. A shorter one would take ordinary words and JSON apart.
const shortest = 6

// redact takes secrets out of what a server says: some repeat the token that
// they turn away.
func redact(text []byte, secrets []Secret) []byte {
	for _, s := range secrets {
		if len(s.text) >= shortest {
			text = bytes.ReplaceAll(text, []byte(s.text), []byte(redacted))
		}
	}
	return text
}
