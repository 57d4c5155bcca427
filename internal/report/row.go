package report

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Row is one execution in the report: the decision and its outcome.
type Row struct {
	Group             string
	ID                string
	Scenario          string
	Executable        string
	Configuration     string
	ConfigurationName string
	Status            workload.Status // as listed
	CreatedAt         workload.Timestamp

	Policy      string // the policy that acts or gives the reason; "" if none
	PolicyIndex int    // into Report.Policies; -1 if none
	Action      policy.Action
	Reason      policy.Reason
	DryRun      bool // the policy is dry-run: nothing was sent, in any mode of the sweep
	Age         time.Duration
	Overdue     time.Duration // how long ago it expired; only for rows that are acted on
	Used        time.Duration // how long it had been running, computed from its times

	Plan string       // resource plan
	Held cost.Holding // what it holds while it is RUNNING

	Done
}

// Done is the outcome of a decision with its details. The zero value is for a
// decision to keep.
type Done struct {
	Outcome Outcome
	Limit   Limit // the limit that deferred it
	Class   Class // the class of failure
	Call    Call  // the call that sent the change
	// Stopped and Deleted are true for what was verified. For stop-then-delete
	// only one of them may be true. Freed is true if the execution was RUNNING
	// and its stop was verified, so that it gave back its compute.
	Stopped, Deleted, Freed bool
	Error                   string // of the API or the network, "" if none
}

// Sent returns the action as reported: for stop-then-delete of an active
// execution it is stop.
func (r *Row) Sent() policy.Action {
	if r.Action == policy.StopThenDelete {
		return policy.Stop
	}
	return r.Action
}

// Target returns the final state of the action: DELETED also for
// stop-then-delete, "" for a decision to keep.
func (r *Row) Target() workload.Status {
	switch r.Action {
	case policy.Stop:
		return workload.Stopped
	case policy.Delete, policy.StopThenDelete:
		return workload.Deleted
	}
	return ""
}

// HoldsCompute reports whether stopping the execution gives back compute.
func (r *Row) HoldsCompute() bool {
	return r.Status == workload.Running && (r.Action == policy.Stop || r.Action == policy.StopThenDelete)
}

// RowOf returns the decision at index i of a table as a row without an outcome, a
// policy name or a price.
func RowOf(t *Table, i int) Row { return t.row(i) }
