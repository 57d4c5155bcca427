package reaper

import (
	"errors"
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
)

// auditDecisions writes what is about to be sent. Where that cannot be written,
// nothing may be sent.
func (a *actor) auditDecisions(batch []*task) error {
	if a.Audit == nil {
		return nil
	}
	records := make([]audit.Record, len(batch))
	for i, t := range batch {
		records[i] = a.record("decision", t)
	}
	if err := a.Audit.Write(records...); err != nil {
		return fmt.Errorf("nothing is sent that cannot be audited: %w", err)
	}
	return nil
}

// noteOutcome keeps what became of a task for the next flush: a line each, but
// one write for all that a request or a listing settles.
func (a *actor) noteOutcome(t *task, why error) {
	r := a.record("outcome", t)
	r.Outcome, r.Error = string(t.row.Outcome), t.row.Error
	if e, ok := errors.AsType[*aiapi.Error](why); ok {
		r.RequestID = e.RequestID
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.outcomes = append(a.outcomes, r)
}

// flushOutcomes writes the outcomes that were noted. Where that fails the group
// is given up: nothing more may be sent.
func (a *actor) flushOutcomes() {
	a.mu.Lock()
	records := a.outcomes
	a.outcomes = nil
	a.mu.Unlock()
	if len(records) == 0 {
		return
	}
	if err := a.Audit.Write(records...); err != nil {
		a.abandon(err)
	}
}

func (a *actor) record(event string, t *task) audit.Record {
	e := &t.row.Execution
	return audit.Record{
		Time: a.Now().UTC(), Sweep: a.id, Event: event, ResourceGroup: a.group, ID: e.ID,
		Policy: t.row.Policy, Action: Sent(t.row.Action).String(), Reason: t.row.Reason.String(), Target: string(t.target),
		Scenario: e.ScenarioID, Executable: e.ExecutableID, Configuration: e.ConfigurationID,
		Status: string(e.Status), CreatedAt: e.CreatedAt.Time(), Age: t.row.Age.String(),
	}
}
