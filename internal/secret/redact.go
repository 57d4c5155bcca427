package secret

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
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

// named holds the characters that HTML writes by a name.
var named = map[rune]string{'&': "amp", '<': "lt", '>': "gt", '"': "quot", '\'': "apos"}

// formsOf returns an expression that finds a secret as it is, and with each of
// its characters escaped as in JSON, URLs, forms and HTML.
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
		b.WriteString(htmlForms(r))
		plain := regexp.QuoteMeta(string(r))
		fmt.Fprintf(&b, `|\\%s|%s)`, plain, plain)
	}
	return regexp.MustCompile(b.String())
}

// htmlForms returns the alternatives for a character written in HTML: by number,
// or by name where it has one. The ampersand may be escaped as JSON does. Letters
// and digits are never escaped, so the expression for a long token stays small.
func htmlForms(r rune) string {
	if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return ""
	}
	forms := fmt.Sprintf("#0*%d|#x0*%x", r, r)
	if name := named[r]; name != "" {
		forms += "|" + name
	}
	return fmt.Sprintf(`|(?i:(?:&|\\u0026)(?:%s);)`, forms)
}
