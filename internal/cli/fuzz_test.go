package cli

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
)

// Each line of an audit log is a record or counted as none; none is lost.
func FuzzAuditLines(f *testing.F) {
	f.Add([]byte("{\"id\":\"e-01\",\"event\":\"decision\"}\n{\"id\":\n\n{\"id\":\"e-02\"}"))
	f.Add([]byte("null\n[]\n\"x\"\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		records := 0
		torn, err := readAudit(bytes.NewReader(text), func(audit.Record) error { records++; return nil })
		lines := 0
		for line := range bytes.Lines(text) {
			if len(bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))) > 0 {
				lines++
			}
		}
		if err == nil && records+torn != lines {
			t.Errorf("%d records and %d others of %d lines", records, torn, lines)
		}
	})
}

// A reviewed plan allows what it names as planned, and nothing else.
func FuzzPlan(f *testing.F) {
	f.Add([]byte(`[{"resourceGroup":"a","id":"e-01","action":"delete","outcome":"planned"},{"resourceGroup":"a","id":"e-02","action":"stop","outcome":"deferred"}]`))
	f.Add([]byte(`[{"resourceGroup":"","id":"e-01","action":"delete","outcome":"planned"}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var rows []reaper.RowDocument
		if json.Unmarshal(text, &rows) != nil {
			return
		}
		approved, err := approve(rows, "plan.json")
		if err != nil {
			return
		}
		named := make(map[string]bool)
		for _, row := range rows {
			if row.Outcome != nil && *row.Outcome == reaper.Planned {
				if action, ok := policy.ParseAction(row.Action); !ok || action == policy.None {
					t.Errorf("%q is allowed", row.Action)
				}
				named[row.ResourceGroup] = true
			}
		}
		for _, group := range approved.Groups() {
			if !named[group] {
				t.Errorf("%q is no group of the plan", group)
			}
		}
	})
}
