package aiapi

import "fmt"

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
