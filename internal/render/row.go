package render

import (
	"strconv"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

func headingOf(d Detail) []string {
	heading := []string{"EXECUTION", "SCENARIO", "STATUS", "AGE", "ACTION", "REASON", "OUTCOME"}
	if d.Wide {
		heading = append(heading, "EXPIRED AT", "CONFIGURATION", "NAME", "EXECUTABLE", "RESOURCE PLAN", "CAPACITY UNITS/H")
	}
	return heading
}

// appendCells appends the cells of a row, in the order of the headings.
func appendCells(line []Cell, r *report.Report, row *report.Row, d Detail) []Cell {
	line = append(line,
		Text(row.ID), Text(row.Scenario), Text(string(row.Status)), right(ageOf(row)),
		styled(row.Sent().String(), actionStyle(row.Action)), Text(row.Reason.String()), styled(outcomeOf(row), outcomeStyle(row.Outcome)))
	if d.Wide {
		line = append(line, Text(expiryOf(r, row)), Text(row.Configuration), Text(row.ConfigurationName), Text(row.Executable),
			Text(row.Plan), right(strconv.FormatFloat(row.Held.CapacityUnitsPerHour, 'f', -1, 64)))
	}
	return line
}

func ageOf(row *report.Row) string {
	if row.Reason == policy.ReasonNoTimestamp {
		return "?"
	}
	return Duration(row.Age)
}

// outcomeOf returns the outcome as text, with the limit that deferred the action,
// or the note that the policy is dry-run.
func outcomeOf(row *report.Row) string {
	switch {
	case row.Limit != report.NoLimit:
		return row.Outcome.String() + " by " + row.Limit.String()
	case row.DryRun && row.Outcome == report.Planned:
		return row.Outcome.String() + " (dry-run)"
	}
	return row.Outcome.String()
}

// expiryOf returns when the row expired, to the second; "" if it is kept.
func expiryOf(r *report.Report, row *report.Row) string {
	if row.Action == policy.None {
		return ""
	}
	return expiredAt(r, row).Format(time.RFC3339)
}

func expiredAt(r *report.Report, row *report.Row) time.Time {
	return r.StartedAt.Add(-row.Overdue).UTC().Truncate(time.Second)
}

func actionStyle(a policy.Action) style {
	switch a {
	case policy.Delete:
		return red
	case policy.Stop, policy.StopThenDelete:
		return yellow
	}
	return dim
}

func outcomeStyle(o report.Outcome) style {
	switch o {
	case report.Verified:
		return green
	case report.Refused, report.Failed:
		return red
	case report.Accepted, report.Deferred:
		return yellow
	}
	return plain
}
