package reaper

import (
	"errors"
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// auditDecisions writes the changes that are about to be sent. After an error
// they must not be sent.
func (a *actor) auditDecisions(batch []change) error {
	if a.Audit == nil {
		return nil
	}
	records := make([]audit.Record, len(batch))
	for i, c := range batch {
		records[i] = a.record("decision", c)
	}
	if err := a.Audit.Write(records...); err != nil {
		return fmt.Errorf("nothing is sent that cannot be audited: %w", err)
	}
	return nil
}

// auditOutcomes writes the outcomes of changes. The log keeps outcomes that it
// cannot write and writes them later. After an error nothing more is sent for the
// group.
func (a *actor) auditOutcomes(ended []ending) {
	if a.Audit == nil || len(ended) == 0 {
		return
	}
	records := make([]audit.Record, len(ended))
	for i, e := range ended {
		records[i] = a.record("outcome", e.change)
		records[i].Outcome, records[i].Error, records[i].Call = e.done.Outcome.String(), e.done.Error, e.done.Call.String()
		if typed, ok := errors.AsType[*aiapi.Error](e.why); ok {
			records[i].RequestID = typed.RequestID
		}
	}
	if err := a.Audit.Write(records...); err != nil {
		a.gate.giveUp(err)
	}
}

func (a *actor) record(event string, c change) audit.Record {
	row := report.RowOf(a.plan.table, c.row)
	return audit.Record{
		Time: a.Now().UTC(), Sweep: a.sweep.id, Event: event, ResourceGroup: a.plan.group.ID, ID: row.ID,
		Policy: a.Policies.Policies[row.PolicyIndex].Name, Action: row.Sent().String(), Reason: c.reason.String(), Target: string(c.target),
		Scenario: row.Scenario, Executable: row.Executable, Configuration: row.Configuration,
		Status: string(c.status), CreatedAt: row.CreatedAt.Time(), Age: row.Age.String(),
	}
}
