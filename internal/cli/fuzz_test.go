package cli

import (
	"bytes"
	"encoding/json"
	"strings"
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

// Lines of an inventory are executions with ids, each in a group that was named
// before, or an error.
func FuzzInventoryLines(f *testing.F) {
	f.Add([]byte("{\"resourceGroup\":\"a\",\"listedAt\":\"2026-01-01T00:00:00Z\"}\n{\"resourceGroup\":\"a\",\"execution\":{\"id\":\"e-01\",\"status\":\"DEAD\"}}"))
	f.Add([]byte(`{"resourceGroup":"b","execution":{"id":"e-01"}}`))
	f.Add([]byte(`{"resourceGroup":"b","execution":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var recorded []reaper.Recording
		lines := 0
		for line := range bytes.Lines(text) {
			next, err := addLine(recorded, line)
			if err != nil {
				if strings.Contains(err.Error(), "\n") {
					t.Errorf("an error of several lines: %v", err)
				}
				return
			}
			recorded = next
			lines++
		}
		held := len(recorded)
		for _, r := range recorded {
			held += len(r.Executions)
			for _, e := range r.Executions {
				if r.Group.ID == "" || e.ID == "" {
					t.Errorf("%q in %q", e.ID, r.Group.ID)
				}
			}
		}
		if held != lines {
			t.Errorf("%d groups and executions of %d lines", held, lines)
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
