package report

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Row is one execution in the report: the decision on it and what became of it.
type Row struct {
	Group             string
	ID                string
	Scenario          string
	Executable        string
	Configuration     string
	ConfigurationName string
	Status            workload.Status // as listed
	CreatedAt         workload.Timestamp

	Policy      string // that acts, or whose reason it is; "" for none
	PolicyIndex int    // into Report.Policies; -1 for none
	Action      policy.Action
	Reason      policy.Reason
	DryRun      bool // the policy is dry-run: nothing was sent, whatever the sweep's mode
	Age         time.Duration
	Overdue     time.Duration // how long ago it expired, for one acted on
	Used        time.Duration // how long it had been running, as far as its times tell

	Plan string       // resource plan
	Held cost.Holding // what it holds while it is RUNNING

	Done
}

// Done is what became of a decision. Its zero value is that of a decision to keep.
type Done struct {
	Outcome Outcome
	Limit   Limit // that put it off
	Class   Class // what kind of thing went wrong
	Call    Call  // that carried the change
	// Stopped and Deleted say what was verified: of a stop-then-delete one may hold
	// without the other. Freed says that a verified stop of a RUNNING one gave its
	// compute back.
	Stopped, Deleted, Freed bool
	Error                   string // what the API or the network said, "" where nothing
}

// Sent is the action as it is reported: a stop-then-delete of an active execution
// is one row, a stop.
func (r *Row) Sent() policy.Action {
	if r.Action == policy.StopThenDelete {
		return policy.Stop
	}
	return r.Action
}

// Target is the state that the action leads to in the end: DELETED also for a
// stop-then-delete; "" for a decision to keep.
func (r *Row) Target() workload.Status {
	switch r.Action {
	case policy.Stop:
		return workload.Stopped
	case policy.Delete, policy.StopThenDelete:
		return workload.Deleted
	}
	return ""
}

// HoldsCompute reports whether a stop of it gives compute back.
func (r *Row) HoldsCompute() bool {
	return r.Status == workload.Running && (r.Action == policy.Stop || r.Action == policy.StopThenDelete)
}

// RowOf is the decision at an index of a table, with nothing done yet, without the
// name of its policy and its price.
func RowOf(t *Table, i int) Row { return t.row(i) }
