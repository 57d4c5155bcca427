package report

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Table holds the decisions of one resource group that a report shows, in little
// memory: 64 bytes for each, beside its id. It is made by a [Builder] and not
// changed afterwards.
type Table struct {
	group   string
	words   []string // what repeats; the first is ""
	ids     string   // one after the other
	entries []entry
}

// entry is one decision. Names are indices into the words of the table.
type entry struct {
	created workload.Timestamp
	age     time.Duration
	overdue time.Duration

	id                                          uint32 // where it begins in ids
	scenario, executable, configuration, naming uint32
	status                                      uint32
	used                                        uint32 // seconds

	policy   int16
	rule     int16 // of the cost model
	idLength uint16
	action   policy.Action
	reason   policy.Reason
	dryRun   bool
	byConfig bool // its costs go by the configuration, too
}

// Len is the number of decisions; 0 for a nil table.
func (t *Table) Len() int {
	if t == nil {
		return 0
	}
	return len(t.entries)
}

// Group is the id of the resource group.
func (t *Table) Group() string { return t.group }

// ID is the id of the execution at index i.
func (t *Table) ID(i int) string {
	e := &t.entries[i]
	return t.ids[e.id : e.id+uint32(e.idLength)]
}

// Status is the state that the listing showed.
func (t *Table) Status(i int) workload.Status { return workload.Status(t.words[t.entries[i].status]) }

// Executable is the id of the executable.
func (t *Table) Executable(i int) string { return t.words[t.entries[i].executable] }

// Scenario is the id of the scenario.
func (t *Table) Scenario(i int) string { return t.words[t.entries[i].scenario] }

// Action is what was decided.
func (t *Table) Action(i int) policy.Action { return t.entries[i].action }

// Reason is why.
func (t *Table) Reason(i int) policy.Reason { return t.entries[i].reason }

// Policy is the index of the policy that acts or gives the reason; -1 for none.
func (t *Table) Policy(i int) int { return int(t.entries[i].policy) }

// DryRun reports whether the policy is dry-run, so that nothing may be sent.
func (t *Table) DryRun(i int) bool { return t.entries[i].dryRun }

// Age is the age by the policy's rule.
func (t *Table) Age(i int) time.Duration { return t.entries[i].age }

// Overdue is how long ago it expired.
func (t *Table) Overdue(i int) time.Duration { return t.entries[i].overdue }

// CostKey is what the cost model goes by.
func (t *Table) CostKey(i int) cost.Key {
	e := &t.entries[i]
	if !e.byConfig {
		return cost.Key{Rule: e.rule}
	}
	return cost.Key{Rule: e.rule, Configuration: t.words[e.configuration]}
}

// row is the decision at index i, with nothing done yet.
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
