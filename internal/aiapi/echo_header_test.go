package aiapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// hijack answers with raw bytes.
func hijack(answer func(r *http.Request) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = conn.Write([]byte(answer(r)))
	}
}

// A gateway may repeat a token anywhere in its answer. Errors and OnRequest never
// contain the token or its beginning.
func TestATokenIsCutOutOfAllThatAGatewaySays(t *testing.T) {
	t.Parallel()
	token := "eyJhbGciOi." + strings.Repeat("payload", 100) + ".c2lnbmF0dXJl"
	bearer := func(r *http.Request) string { return r.Header.Get("Authorization") }
	for name, answer := range map[string]http.HandlerFunc{
		"in the request's id": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Request-Id", bearer(r))
			w.WriteHeader(http.StatusBadRequest)
		},
		"in every header": func(w http.ResponseWriter, r *http.Request) {
			for _, name := range []string{"X-Request-Id", "Location", "Retry-After", "Link", "Date", "Content-Type"} {
				w.Header().Set(name, bearer(r))
			}
			w.WriteHeader(http.StatusFound)
		},
		"twice encoded": func(w http.ResponseWriter, r *http.Request) {
			says(http.StatusBadRequest, `{"error":"{\"token\":\"`+strings.ReplaceAll(bearer(r), "e", `\\u0065`)+`\"}"}`)(w, r)
		},
		"in the status line": hijack(func(r *http.Request) string { return "HTTP/1.1 " + bearer(r) + "\r\n\r\n" }),
		"in place of HTTP":   hijack(func(r *http.Request) string { return bearer(r) + "\r\n\r\n" }),
		"in a broken header": hijack(func(r *http.Request) string { return "HTTP/1.1 200 OK\r\n" + bearer(r) + "\r\n\r\n" }),
		"in a broken length": hijack(func(r *http.Request) string { return "HTTP/1.1 200 OK\r\nContent-Length: " + bearer(r) + "\r\n\r\n" }),
		"in broken JSON": func(w http.ResponseWriter, r *http.Request) {
			says(http.StatusOK, `{"executions": `+bearer(r))(w, r)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, _ := dial(t, map[string][]http.HandlerFunc{
				"/oauth/token": {says(200, `{"access_token":"`+token+`","expires_in":1000}`)}, "/lm/meta": {answer}, listPath: {answer},
			})
			var told []Request
			c.options.OnRequest = func(r Request) { told = append(told, r) }
			_, err := c.Meta(t.Context())
			_, bulkErr := c.Executions.Modify(t.Context(), "g", []Change{{"e-01", workload.Deleted}})
			if err == nil || bulkErr == nil {
				t.Fatalf("no errors: %v, %v", err, bulkErr)
			}
			for _, v := range []any{err, bulkErr, told} {
				if text := printed(t, v); strings.Contains(text, token[:20]) || strings.Contains(text, token[len(token)-12:]) {
					t.Errorf("%.600s", text)
				}
			}
			for _, r := range told {
				if r.Err != nil && strings.Contains(r.Err.Error(), "payload") {
					t.Errorf("told of %v", r.Err)
				}
			}
			legible(t, err)
		})
	}
}
