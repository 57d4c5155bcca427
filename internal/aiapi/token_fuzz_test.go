package aiapi

import (
	"strings"
	"testing"
	"time"
)

// An accepted token fits into a header and has a lifetime. Otherwise there is an
// error and no token.
func FuzzToken(f *testing.F) {
	f.Add([]byte(`{"access_token":"abc.def.ghi","expires_in":43199}`))
	f.Add([]byte(`{"access_token":"abc","expires_in":-1}`))
	f.Add([]byte(`{"access_token":"abc","expires_in":1e300}`))
	f.Add([]byte(`{"access_token":"a\r\nX-Other: b","expires_in":60}`))
	f.Add([]byte(`{"access_token":"a\u00a0b"}`))
	f.Add([]byte(`{"access_token":["a"]}`))
	f.Add([]byte(`<html>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		c := (&canned{token: body}).client(t)
		err := c.Authenticate(t.Context())
		if err != nil {
			legible(t, err)
			if !c.tokens.token.text.IsZero() || c.Used().ClientID != "" {
				t.Errorf("kept in spite of %v", err)
			}
			return
		}
		life := c.tokens.renewal.Sub(c.now())
		if token := c.tokens.token.text.Reveal(); token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("the token %q", token)
		}
		if life < 0 || life > 12*24*time.Hour {
			t.Errorf("it lives for %s", life)
		}
	})
}
