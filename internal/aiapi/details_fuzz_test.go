package aiapi

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
)

// A capability that meta does not mention is unknown, not false.
func FuzzMeta(f *testing.F) {
	f.Add([]byte(`{"runtimeIdentifier":"aicore","aiApi":{"version":"2.42.0","capabilities":{"bulkUpdates":{"executions":false}}}}`))
	f.Add([]byte(`{"aiApi":{"capabilities":{"bulkUpdates":{"executions":null}}}}`))
	f.Add([]byte(`{"aiApi":{"capabilities":{"bulkUpdates":{"executions":"no"}}}}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := (&canned{body: body}).client(t).Meta(t.Context())
		if err != nil {
			legible(t, err)
			return
		}
		if m.BulkExecutions != nil && !*m.BulkExecutions && !bytes.Contains(body, []byte("false")) {
			t.Errorf("a no that %s does not say", body)
		}
	})
}

// Every log line is returned as it was sent, even if its time cannot be read.
func FuzzLogs(f *testing.F) {
	f.Add([]byte(`{"data":{"result":[{"container":"main","timestamp":"2026-06-01T12:00:00.5Z","msg":"a"},{"msg":"b"},7,null]}}`))
	f.Add([]byte(`{"data":null}`))
	f.Add([]byte(`{"data":{"result":[{"timestamp":"yesterday"}]}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		lines, err := (&canned{body: body}).client(t).Logs(t.Context(), "g", "e-01", time.Unix(0, 0), time.Unix(60, 0))
		if err != nil {
			legible(t, err)
			return
		}
		for _, line := range lines {
			if !json.Valid(line.Raw) || !bytes.Contains(body, line.Raw) {
				t.Errorf("the line %s of %s", line.Raw, body)
			}
		}
	})
}
