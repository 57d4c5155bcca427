package cli

import (
	"encoding/csv"
	"io"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// writeCSV writes the executions of a report, a line each, under a heading with
// the names of the JSON document. A cell that a spreadsheet would take for a
// formula gets an apostrophe in front.
func writeCSV(w io.Writer, r *report.Report) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"resourceGroup", "id", "scenario", "status", "age", "policy", "action", "reason", "outcome", "error"})
	for row := range r.Rows.All() {
		cells := []string{
			row.Group, row.ID, row.Scenario, string(row.Status), row.Age.Round(time.Second).String(),
			row.Policy, row.Sent().String(), row.Reason.String(), row.Outcome.String(), row.Error,
		}
		for j := range cells {
			cells[j] = harmless(cells[j])
		}
		_ = out.Write(cells) // csv.Writer keeps the first error for Error
	}
	out.Flush()
	return out.Error()
}

func harmless(cell string) string {
	if cell != "" && (cell[0] == '=' || cell[0] == '+' || cell[0] == '@') {
		return "'" + cell
	}
	return cell
}
