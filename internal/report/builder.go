package report

import (
	"math"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Builder builds the table of one resource group.
type Builder struct {
	table Table
	ids   []byte
	index map[string]uint32 // into the table's words
}

// NewBuilder returns a builder with room for n decisions.
func NewBuilder(group string, n int) *Builder {
	return &Builder{
		table: Table{group: group, words: []string{""}, entries: make([]entry, 0, n)},
		ids:   make([]byte, 0, 20*n), index: map[string]uint32{"": 0},
	}
}

// Add appends the decision on an execution and copies what it needs. used is how
// long the execution had been running, key determines its costs.
func (b *Builder) Add(e *workload.Execution, d *policy.Decision, used time.Duration, key cost.Key) {
	b.table.entries = append(b.table.entries, entry{
		created: e.CreatedAt, age: d.Age, overdue: d.Overdue,
		id: uint32(len(b.ids)), idLength: uint16(len(e.ID)),
		scenario: b.word(e.ScenarioID), executable: b.word(e.ExecutableID),
		configuration: b.word(e.ConfigurationID), naming: b.word(e.ConfigurationName), status: b.word(string(e.Status)),
		used:   uint32(min(used/time.Second, math.MaxUint32)),
		policy: d.Policy, rule: key.Rule, action: d.Action, reason: d.Reason, dryRun: d.DryRun, byConfig: key.Configuration != "",
	})
	b.ids = append(b.ids, e.ID...)
}

func (b *Builder) word(s string) uint32 {
	i, known := b.index[s]
	if !known {
		i = uint32(len(b.table.words))
		b.table.words = append(b.table.words, s)
		b.index[s] = i
	}
	return i
}

// Table returns the table, which keeps nothing of the builder in memory. The builder
// must not be used afterwards.
func (b *Builder) Table() *Table {
	t := b.table
	t.ids, t.words = string(b.ids), slices.Clone(t.words)
	return &t
}

// Revised says how Revise changes a decision.
type Revised struct {
	Action policy.Action
	Reason policy.Reason
	Drop   bool // leave the row out
}

// Revise returns a new table with the decisions changed as revise says, in the
// same order. from holds the old index of each row.
func (t *Table) Revise(revise func(i int) Revised) (revised *Table, from []int) {
	r := *t
	r.entries = make([]entry, 0, len(t.entries))
	for i, e := range t.entries {
		if to := revise(i); !to.Drop {
			e.action, e.reason = to.Action, to.Reason
			r.entries = append(r.entries, e)
			from = append(from, i)
		}
	}
	return &r, from
}
