package secret

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Redact cuts out the secret, however the server escapes its characters, and
// nothing else.
func TestASecretIsCutOutInAnyForm(t *testing.T) {
	t.Parallel()
	forms := map[string]func(r rune) string{
		"as it is":    func(r rune) string { return string(r) },
		"escaped":     func(r rune) string { return fmt.Sprintf(`\u%04x`, r) },
		"ESCAPED":     func(r rune) string { return fmt.Sprintf(`\u%04X`, r) },
		"backslashed": func(r rune) string { return `\` + string(r) },
		"in a URL":    func(r rune) string { return url.QueryEscape(string(r)) },
		"percent":     func(r rune) string { return fmt.Sprintf("%%%02x", r) },
	}
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[ -~]{6,40}`).Draw(t, "secret")
		var said strings.Builder
		for _, r := range secret {
			said.WriteString(forms[rapid.SampledFrom([]string{"as it is", "escaped", "ESCAPED", "backslashed", "in a URL", "percent"}).Draw(t, "form")](r))
		}
		const before, after = `{"message":"<<`, `>>","code":"01"}`
		if got := NewRedactor(New("other secret"), New(secret)).Redact(before + said.String() + after); got != before+redacted+after {
			t.Fatalf("%q said as %q leaves %q", secret, said.String(), got)
		}
	})
}

func TestASecretIsCutOutAsJSONWritesIt(t *testing.T) {
	t.Parallel()
	secret := `a<b>&"c"=$d/ü€\`
	text, err := json.Marshal(map[string]string{"message": "no: " + secret})
	if err != nil {
		t.Fatal(err)
	}
	if got := NewRedactor(New(secret)).Redact(string(text)); got != `{"message":"no: [redacted]"}` {
		t.Errorf("%s leaves %s", text, got)
	}
}

func TestOfATextWithAShortSecretNothingIsLeft(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{
		"abc=": redacted,                  // is in it, escaped
		"xyz":  `{"message":"abc\u003d"}`, // is not
		"":     `{"message":"abc\u003d"}`,
	} {
		if got := NewRedactor(New(secret)).Redact(`{"message":"abc\u003d"}`); got != want {
			t.Errorf("%q: %s", secret, got)
		}
	}
}

func TestARedactorOfNothing(t *testing.T) {
	t.Parallel()
	var none *Redactor
	for name, r := range map[string]*Redactor{"nil": none, "no secrets": NewRedactor()} {
		if got := r.Redact("as it is"); got != "as it is" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
