package secret

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// shortest is the length in bytes of the shortest secret that is cut out of a
// text. Cutting out shorter ones would also hit ordinary words and break JSON.
const shortest = 6

// Redactor removes secrets from texts that servers send: some servers repeat the
// token that they refuse. A nil Redactor removes nothing. It is safe for
// concurrent use.
type Redactor struct{ forms func() []form }

// form matches one secret in every form in which it may be written.
type form struct {
	pattern *regexp.Regexp
	short   bool // shorter than shortest
}

// NewRedactor returns a Redactor for the given secrets. It ignores empty ones.
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

// Redact returns the text without the secrets. If the text contains a secret that
// is too short to be cut out, the whole text is removed.
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

// formsOf returns an expression that finds a secret as it is, and with each of
// its bytes escaped as in JSON, URLs and forms.
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
