package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/audit"
)

// Each line of an audit log is a record of an execution or counts as unreadable.
// None is lost, also not after an incomplete line.
func FuzzAuditLines(f *testing.F) {
	f.Add([]byte("{\"id\":\"e-01\",\"event\":\"decision\"}\n{\"id\":\n\n{\"id\":\"e-02\"}"), "a")
	f.Add([]byte("null\n[]\n\"x\"\r\n"), "<\u2028\n")
	f.Add(append([]byte("{}\n"), make([]byte, maxAuditLine)...), "")
	f.Fuzz(func(t *testing.T, text []byte, why string) {
		written := audit.Record{Time: time.Unix(1_780_000_000, 5).UTC(), Event: "outcome", ID: "e-77", Error: string(bytes.ToValidUTF8([]byte(why), nil))}
		line, err := json.Marshal(written)
		if err != nil {
			t.Fatal(err)
		}
		text = append(append(bytes.Clone(text), '\n'), line...)
		var records []audit.Record
		bad, err := readAudit("audit.jsonl", bytes.NewReader(text), func(r audit.Record) error { records = append(records, r); return nil })
		for _, r := range records {
			if r.ID == "" || r.Event == "" {
				t.Errorf("a record of nothing: %+v", r)
			}
		}
		if err != nil {
			if !strings.HasPrefix(err.Error(), "audit.jsonl:") {
				t.Errorf("an error without its line: %v", err)
			}
			return
		}
		if lines := filled(text); len(records)+bad.lines != lines || bad.half {
			t.Errorf("%d records and %+v others of %d lines", len(records), bad, lines)
		}
		if len(records) == 0 || records[len(records)-1] != written {
			t.Errorf("%s is read as %+v", line, records)
		}
	})
}

// filled counts the lines that are not empty.
func filled(text []byte) (n int) {
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))) > 0 {
			n++
		}
	}
	return n
}
