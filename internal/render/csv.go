package render

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// CSV writes the executions of a report, one per line, under a heading with the
// names of the JSON document. A text that a spreadsheet would read as a formula
// gets an apostrophe in front.
func CSV(w io.Writer, r *report.Report) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{
		"resourceGroup", "id", "scenario", "executable", "configuration", "configurationName", "status", "age", "expiredAt",
		"policy", "action", "reason", "outcome", "error", "resourcePlan", "capacityUnitsPerHour",
	})
	for row := range r.Rows.Scan() {
		_ = out.Write(line(r, row)) // out.Error returns the first error
	}
	out.Flush()
	return out.Error()
}

func line(r *report.Report, row *report.Row) []string {
	age := ""
	if row.Reason != policy.ReasonNoTimestamp {
		age = row.Age.Round(time.Second).String()
	}
	return []string{
		Harmless(row.Group), Harmless(row.ID), Harmless(row.Scenario), Harmless(row.Executable),
		Harmless(row.Configuration), Harmless(row.ConfigurationName), Harmless(string(row.Status)), age, expiryOf(r, row),
		Harmless(row.Policy), row.Sent().String(), row.Reason.String(), row.Outcome.String(), Harmless(row.Error),
		Harmless(row.Plan), strconv.FormatFloat(row.Held.CapacityUnitsPerHour, 'f', -1, 64),
	}
}

// Harmless returns cell with an apostrophe in front if a spreadsheet would read
// it as a formula.
func Harmless(cell string) string {
	if cell == "" {
		return cell
	}
	switch cell[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return "'" + cell
	}
	return cell
}
