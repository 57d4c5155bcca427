package report

import (
	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// RowsOf returns Rows built from single rows, for policies with these names. Rows
// of one resource group must be adjacent. PolicyIndex is found by the name.
func RowsOf(policies []string, rows ...Row) Rows {
	made := NewRows(policies)
	for start := 0; start < len(rows); {
		end := start
		for end < len(rows) && rows[end].Group == rows[start].Group {
			end++
		}
		made.addPart(rows[start:end])
		start = end
	}
	return made
}

func (r *Rows) addPart(rows []Row) {
	b := NewBuilder(rows[0].Group, len(rows))
	results := NewResults(len(rows), Done{})
	prices := make(Prices)
	for i, row := range rows {
		key := cost.Key{Rule: int16(i)}
		prices[key] = Price{Plan: row.Plan, Held: row.Held}
		b.Add(&workload.Execution{
			ID: row.ID, ScenarioID: row.Scenario, ExecutableID: row.Executable, ConfigurationID: row.Configuration,
			ConfigurationName: row.ConfigurationName, Status: row.Status, CreatedAt: row.CreatedAt,
		}, &policy.Decision{
			Policy: int16(r.policy(row.Policy)), Action: row.Action, Reason: row.Reason, DryRun: row.DryRun, Age: row.Age, Overdue: row.Overdue,
		}, row.Used, key)
		results.Set(i, row.Done)
	}
	r.Add(b.Table(), results, prices)
}

func (r *Rows) policy(name string) int {
	for i, known := range r.policies {
		if known == name {
			return i
		}
	}
	return -1
}
