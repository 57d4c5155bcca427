package aiapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// echo refuses a request and repeats its token or secret in the answer, as some
// servers do.
func echo(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm() // if the body is not a form, there is nothing to repeat
	w.WriteHeader(http.StatusForbidden)
	text, _ := json.Marshal(map[string]any{
		"error":             map[string]any{"code": "1", "message": "no: " + r.Header.Get("Authorization"), "details": r.Header},
		"error_description": "Invalid: " + r.Header.Get("Authorization") + r.PostForm.Get("client_secret"),
	})
	_, _ = w.Write(text)
}

// printed returns a value in every form in which it could be printed in a log or
// a report.
func printed(t *testing.T, v any) string {
	t.Helper()
	var b strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		fmt.Fprintf(&b, verb+"\n", v)
	}
	text, _ := json.Marshal(v) // a value that JSON cannot hold is not written as JSON
	b.Write(text)
	encoder := zapcore.NewJSONEncoder(zapcore.EncoderConfig{})
	zap.New(zapcore.NewCore(encoder, zapcore.AddSync(&b), zapcore.DebugLevel)).Debug("", zap.Any("value", v))
	return b.String()
}

func TestNoErrorRepeatsWhatAServerRepeatsOfTheCredentials(t *testing.T) {
	t.Parallel()
	token := "eyJhbGciOi." + strings.Repeat("payload", 100) + ".c2lnbmF0dXJl" // longer than what is shown of a message
	granted := says(200, `{"access_token":"`+token+`","expires_in":1000}`)
	calls := map[string]func(*Client) error{
		"the API": func(c *Client) error { _, err := c.Meta(t.Context()); return err },
		"a change": func(c *Client) error {
			_, err := c.Executions.Modify(t.Context(), "g", []Change{{"e-01", workload.Deleted}})
			return err
		},
		"a listing": func(c *Client) error { _, err := c.Executions.List(t.Context(), "g", ListOptions{}); return err },
	}
	for name, call := range calls {
		c, _, _ := dial(t, map[string][]http.HandlerFunc{"/oauth/token": {granted}, "/lm/meta": {echo}, listPath: {echo}, countPath: {echo}})
		err := call(c)
		if text := printed(t, err); err == nil || strings.Contains(text, token[:20]) || strings.Contains(text, fmt.Sprintf("%x", token[:20])) {
			t.Errorf("%s: %s", name, text)
		}
	}
	itemEcho := func(w http.ResponseWriter, r *http.Request) {
		says(202, `{"executions":[{"id":"e-01","error":{"message":"no: `+r.Header.Get("Authorization")+`"}}]}`)(w, r)
	}
	c, _, _ := dial(t, map[string][]http.HandlerFunc{"/oauth/token": {granted}, listPath: {itemEcho}})
	items, err := c.Executions.Modify(t.Context(), "g", []Change{{"e-01", workload.Deleted}})
	if text := printed(t, items); err != nil || strings.Contains(text, token[:20]) {
		t.Errorf("an item: %s, %v", text, err)
	}
	c, _, _ = dial(t, map[string][]http.HandlerFunc{"/oauth/token": {echo}})
	err = c.Authenticate(t.Context())
	if text := printed(t, err); err == nil || strings.Contains(text, "s3cret") || strings.Contains(text, fmt.Sprintf("%x", "s3cret")) {
		t.Errorf("the token host: %s", text)
	}
}

func TestARedirectCarriesNothingElsewhere(t *testing.T) {
	t.Parallel()
	var strayed atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strayed.Add(1) }))
	t.Cleanup(elsewhere.Close)
	away := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/", http.StatusTemporaryRedirect) // which repeats the body
	}
	c, _, _ := dial(t, map[string][]http.HandlerFunc{"/oauth/token": {away}})
	if err := c.Authenticate(t.Context()); err == nil || !strings.Contains(err.Error(), "redirects are not followed") {
		t.Errorf("the token: %v", err)
	}
	c, _, _ = dial(t, map[string][]http.HandlerFunc{"/lm/executions/e-01": {away}, "/lm/meta": {away}})
	if _, err := c.Meta(t.Context()); err == nil {
		t.Error("a redirect was taken for an answer")
	}
	if err := c.Executions.Delete(t.Context(), "g", "e-01"); err == nil {
		t.Error("a redirect was taken for a deletion")
	}
	if n := strayed.Load(); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

func TestWhatAClientKeepsDoesNotPrint(t *testing.T) {
	t.Parallel()
	c, _, _ := dial(t, map[string][]http.HandlerFunc{"/oauth/token": {says(200, `{"access_token":"t0ken-of-the-test","expires_in":9}`)}})
	if err := c.Authenticate(t.Context()); err != nil {
		t.Fatal(err)
	}
	token, err := c.tokens.get(t.Context())
	if err != nil || token.text.Reveal() != "t0ken-of-the-test" {
		t.Fatalf("the token is another, %v", err)
	}
	for _, v := range []any{c.Used(), token, []secret.Text{token.text}, map[string]any{"token": token}, &token} {
		for _, secret := range []string{"s3cret", "t0ken-of-the-test"} {
			if text := printed(t, v); strings.Contains(text, secret) || strings.Contains(text, url.QueryEscape(secret)) {
				t.Errorf("%T prints as %s", v, text)
			}
		}
	}
}
