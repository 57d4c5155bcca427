package aiapi

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// For any answer to a bulk request, Modify returns an item for each change. Only
// changes that the answer names count as accepted.
func FuzzModifyAnswer(f *testing.F) {
	f.Add([]byte(`{"executions":[{"id":"e-01","message":"ok"},{"id":"e-02","error":{"code":1}}]}`))
	f.Add([]byte(`{"executions":[{"id":"e-01","error":null},{"id":null},null]}`))
	changes := []Change{{"e-01", workload.Stopped}, {"e-02", workload.Deleted}}
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := (&canned{body: text}).client(t).Executions.Modify(t.Context(), "g", changes)
		if err != nil {
			legible(t, err)
			return
		}
		if len(all) != len(changes) {
			t.Fatalf("%d items", len(all))
		}
		for i, item := range all {
			if item.ID != changes[i].ID || item.Err == nil && !strings.Contains(string(text), item.ID) && !strings.Contains(string(text), `\u`) {
				t.Errorf("%+v of %s", item, text)
			}
			if item.Err != nil {
				legible(t, item.Err)
			}
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	for _, value := range []string{"5", "Mon, 01 Jun 2026 12:00:30 GMT", "-1", "1e400", "NaN"} {
		f.Add(value)
	}
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		if d := retryAfter(value, now); d < 0 {
			t.Errorf("%q is %s", value, d)
		}
	})
}

// The body of an error answer becomes an error of one line.
func FuzzAnswered(f *testing.F) {
	f.Add(404, []byte(`{"error":{"code":"1","message":"m"}}`))
	f.Add(503, []byte(`<html>`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e := (&call{method: "GET", endpoint: "/lm/meta"}).refused(&http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body))}, time.Time{})
		if shown := e.Error(); strings.ContainsAny(shown, "\r\n\x1b\x00") {
			t.Errorf("shown as %q", shown)
		}
	})
}

// Any error object becomes an error of one line.
func FuzzErrorBody(f *testing.F) {
	f.Add([]byte(`{"code":5,"message":"m","details":{"a":1},"requestId":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		e := &Error{Method: "GET", Endpoint: "/lm/meta"}
		e.read(string(text), clean)
		if shown := e.Error(); strings.ContainsAny(shown, "\n\r\x1b\x00") || len(shown) > 10_000 {
			t.Errorf("shown as %q", shown)
		}
	})
}
