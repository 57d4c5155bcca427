package secret

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// shortest is the length, in bytes, from which on a secret is cut out of a text.
// A shorter one would take ordinary words and JSON apart.
const shortest = 6

// Redactor takes secrets out of texts that come from elsewhere: some servers
// repeat the token that they turn away. nil takes nothing out. It is safe for
// concurrent use.
type Redactor struct{ forms func() []form }

// form is one secret in every way that it may be written.
type form struct {
	pattern *regexp.Regexp
	short   bool // too short to be cut out
}

// NewRedactor makes a Redactor for some secrets. Those without a text are left out.
func NewRedactor(secrets ...Text) *Redactor {
	return &Redactor{forms: sync.OnceValue(func() []form { // most are never used
		var forms []form
		for _, s := range secrets {
			if !s.IsZero() {
				forms = append(forms, form{formsOf(s.Reveal()), len(s.Reveal()) < shortest})
			}
		}
		return forms
	})}
}

// Redact returns the text without the secrets. Where a secret is in it that is
// too short to be cut out, nothing of the text is left.
func (r *Redactor) Redact(text string) string {
	if r == nil || text == "" {
		return text
	}
	for _, f := range r.forms() {
		switch {
		case !f.short:
			text = f.pattern.ReplaceAllLiteralString(text, redacted)
		case f.pattern.MatchString(text):
			return redacted
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
