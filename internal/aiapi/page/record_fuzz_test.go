package page

import (
	"encoding/json"
	"errors"
	"io"
	"testing"
	"unicode/utf8"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// An execution that was read, written and read again stays the same. A text that
// is not JSON is an error.
func FuzzRecord(f *testing.F) {
	f.Add([]byte(`{"id":"e-01","status":"DEAD","targetStatus":"DELETED","createdAt":"2026-06-01T12:00:00.123456789Z","outputArtifacts":[ {"id":"a"} ]}`))
	f.Add([]byte("{\"id\":\"e-\xff\"}"))
	f.Add([]byte("{\"id\":\"e-01\",\"targetStatus\":\"\x80\"}"))
	f.Add([]byte(`{"id":"e-\ud800","statusMessage":"<&\u2028\u0000"}`))
	f.Add([]byte(`{"id":"e-01"}],"other":[{}`))
	f.Add([]byte(`{"id":"e-01"}]}]}`))
	f.Add([]byte(`{"id":"e-01","startTime":"1677-01-01T00:00:00Z","completionTime":"1970-01-01T00:00:00Z","outputArtifacts":[01]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := DecodeExecution(text)
		if err != nil {
			if !errors.Is(err, ErrFormat) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("an error of no kind: %v", err)
			}
			return
		}
		if e.ID == "" || !json.Valid(text) {
			t.Fatalf("%q is taken for %+v", text, e)
		}
		again := copied(t, e)
		if utf8.Valid(text) && again != compact(t, e) {
			t.Errorf("%q comes back as %+v", text, again)
		}
		if twice := copied(t, again); twice != again { // what JSON cannot express may be lost the first time only
			t.Errorf("%+v comes back as %+v", again, twice)
		}
	})
}

// copied writes an execution and reads it back.
func copied(t *testing.T, e workload.Execution) workload.Execution {
	t.Helper()
	text, err := e.MarshalJSON()
	if err != nil {
		t.Fatalf("%+v: %v", e, err)
	}
	again, err := DecodeExecution(text)
	if err != nil || again.ID != e.ID {
		t.Fatalf("%q comes back as %+v, %v", text, again, err)
	}
	return again
}

// compact returns the execution with its artifacts as the encoder writes them.
func compact(t *testing.T, e workload.Execution) workload.Execution {
	t.Helper()
	if e.OutputArtifacts != "" {
		text, err := json.Marshal(json.RawMessage(e.OutputArtifacts))
		if err != nil {
			t.Fatal(err)
		}
		e.OutputArtifacts = string(text)
	}
	return e
}
