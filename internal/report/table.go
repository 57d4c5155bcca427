package report

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Table holds the decisions of one resource group in a report. Each takes 64
// bytes and its id. A Table is built by a [Builder] and not changed afterwards.
type Table struct {
	group   string
	words   []string // repeated texts; the first is ""
	ids     string   // all ids, concatenated
	entries []entry
}

// entry is one decision. Its names are indices into Table.words.
type entry struct {
	created workload.Timestamp
	age     time.Duration
	overdue time.Duration

	id                                          uint32 // where the id begins in ids
	scenario, executable, configuration, naming uint32
	status                                      uint32
	used                                        uint32 // seconds

	policy   int16
	rule     int16 // index into the rules of the cost model
	idLength uint16
	action   policy.Action
	reason   policy.Reason
	dryRun   bool
	byConfig bool // its costs depend on the configuration, too
}

// Len returns the number of decisions, 0 for a nil table.
func (t *Table) Len() int {
	if t == nil {
		return 0
	}
	return len(t.entries)
}

// Group returns the id of the resource group.
func (t *Table) Group() string { return t.group }

// ID returns the id of execution i.
func (t *Table) ID(i int) string {
	e := &t.entries[i]
	return t.ids[e.id : e.id+uint32(e.idLength)]
}

// Status returns the state of execution i in the listing.
func (t *Table) Status(i int) workload.Status { return workload.Status(t.words[t.entries[i].status]) }

// Executable returns the id of the executable.
func (t *Table) Executable(i int) string { return t.words[t.entries[i].executable] }

// Scenario returns the id of the scenario.
func (t *Table) Scenario(i int) string { return t.words[t.entries[i].scenario] }

// Action returns the decided action.
func (t *Table) Action(i int) policy.Action { return t.entries[i].action }

// Reason returns the reason of the decision.
func (t *Table) Reason(i int) policy.Reason { return t.entries[i].reason }

// Policy returns the index of the policy that acts or gives the reason, -1 if
// none.
func (t *Table) Policy(i int) int { return int(t.entries[i].policy) }

// DryRun reports whether the policy is dry-run, so that nothing may be sent.
func (t *Table) DryRun(i int) bool { return t.entries[i].dryRun }

// Age returns the age by the policy's rule.
func (t *Table) Age(i int) time.Duration { return t.entries[i].age }

// Overdue returns how long ago the execution expired.
func (t *Table) Overdue(i int) time.Duration { return t.entries[i].overdue }

// CostKey returns the key for the cost model.
func (t *Table) CostKey(i int) cost.Key {
	e := &t.entries[i]
	if !e.byConfig {
		return cost.Key{Rule: e.rule}
	}
	return cost.Key{Rule: e.rule, Configuration: t.words[e.configuration]}
}

// row returns decision i as a row without an outcome.
func (t *Table) row(i int) Row {
	e := &t.entries[i]
	return Row{
		Group: t.group, ID: t.ID(i), Scenario: t.words[e.scenario], Executable: t.words[e.executable],
		Configuration: t.words[e.configuration], ConfigurationName: t.words[e.naming],
		Status: t.Status(i), CreatedAt: e.created, PolicyIndex: int(e.policy),
		Action: t.Action(i), Reason: e.reason, DryRun: e.dryRun,
		Age: e.age, Overdue: e.overdue, Used: time.Duration(e.used) * time.Second,
	}
}
