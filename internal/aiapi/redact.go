package aiapi

import (
	"fmt"
	"regexp"
	"strings"
)

// shortest is the length, in bytes, from which on a secret is cut out of a text.
// A shorter one would take ordinary words and JSON apart.
const shortest = 6

// redact takes secrets out of what a server says: some repeat the token that
// they turn away. Of a text that holds a secret too short to be cut out, nothing
// is left.
func redact(text []byte, secrets []Secret) []byte {
	for _, s := range secrets {
		if s.IsZero() {
			continue
		}
		forms := formsOf(s.text)
		switch {
		case len(s.text) >= shortest:
			text = forms.ReplaceAllLiteral(text, []byte(redacted))
		case forms.Match(text):
			return []byte(redacted)
		}
	}
	return text
}

// formsOf finds a secret as it stands and as JSON, URLs and forms may write each
// of its bytes.
func formsOf(secret string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("(?s)")
	for _, r := range secret {
		b.WriteString("(?:(?i:") // the longer forms first
		for _, c := range []byte(string(r)) {
			fmt.Fprintf(&b, "%%%02x", c)
		}
		b.WriteByte(')')
		if r < 0x10000 {
			fmt.Fprintf(&b, `|\\u(?i:%04x)`, r)
		}
		if r == ' ' {
			b.WriteString(`|\+`)
		}
		plain := regexp.QuoteMeta(string(r))
		fmt.Fprintf(&b, `|\\%s|%s)`, plain, plain)
	}
	return regexp.MustCompile(b.String())
}
