package secret

import (
	"encoding/json"
	"fmt"
	"html"
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
		"in HTML":     func(r rune) string { return html.EscapeString(string(r)) },
	}
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[ -~]{6,40}`).Draw(t, "secret")
		var said strings.Builder
		for _, r := range secret {
			said.WriteString(forms[rapid.SampledFrom([]string{"as it is", "escaped", "ESCAPED", "backslashed", "in a URL", "percent", "in HTML"}).Draw(t, "form")](r))
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

// Servers write the same character in HTML by its name or by its number.
func TestASecretIsCutOutAsHTMLWritesIt(t *testing.T) {
	t.Parallel()
	const secret = `a<b>&"c'=d+e`
	for _, said := range []string{
		html.EscapeString(secret),
		`a&lt;b&gt;&amp;&quot;c&#x27;=d+e`, // as Python and most templates do
		`a&LT;b&GT;&AMP;&QUOT;c&apos;=d+e`,
		`a&#60;b&#62;&#38;&#34;c&#39;&#61;d&#43;e`,
		`a&#x3c;b&#x3E;&#x26;&#X22;c&#x0027;&#x3d;d&#x2B;e`,
		`a\u0026lt;b\u0026gt;\u0026amp;\u0026#34;c\u0026#039;=d+e`, // and then in JSON
	} {
		if got := NewRedactor(New(secret)).Redact("<p>no: " + said + ";</p>"); got != "<p>no: [redacted];</p>" {
			t.Errorf("%s leaves %s", said, got)
		}
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
