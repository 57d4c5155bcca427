package reaper

import (
	"iter"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Report is what one sweep saw, decided, did and verified. It is the one value
// that the terminal, the metrics, the audit log and the status page read.
type Report struct {
	Sweep      string // a ULID
	Mode       Mode
	StartedAt  time.Time
	FinishedAt time.Time
	Result     Result
	Error      string // what ended the whole sweep, "" where nothing did
	Cause      error  // the same as an error, to tell apart
	Groups     []GroupReport
	Policies   []PolicyReport
	Rows       Rows // all that is acted on, deferred included; with Options.All also what is kept
	Freed      cost.Holding
	// ProtectErrors counts the executions that an expression of protect failed on:
	// they are protected.
	ProtectErrors int
	Skew          time.Duration // the API's clock less this machine's, as measured
}

// Mode is whether a sweep changes anything.
type Mode string

// The modes of a sweep.
const (
	DryRun  Mode = "dry-run"
	Enforce Mode = "enforce"
)

// Result is how a sweep, or a resource group in it, ended.
type Result string

// The results: all done; some executions or groups failed; a guard or a limit
// refused; nothing could be done. ResultSkipped is for groups alone: not PROVISIONED.
const (
	ResultOK      Result = "ok"
	ResultPartial Result = "partial"
	ResultRefused Result = "refused"
	ResultFailed  Result = "failed"
	ResultSkipped Result = "skipped"
)

// Outcome is what became of one planned action.
type Outcome string

// The outcomes; "" stands for a decision to keep.
const (
	Planned  Outcome = "planned"  // not sent: a dry run, or the sweep ended first
	Verified Outcome = "verified" // seen STOPPED (or ended), or gone
	Accepted Outcome = "accepted" // the API took it; not seen done within stopTimeout
	Refused  Outcome = "refused"  // the API refused this execution
	Failed   Outcome = "failed"   // it could not be sent
	Gone     Outcome = "gone"     // someone else had deleted it
	Deferred Outcome = "deferred" // a limit put it off
)

// GroupReport is what a sweep saw in one resource group.
type GroupReport struct {
	ID        string
	Listed    int
	Result    Result
	Error     string // "" where nothing went wrong
	Inventory []Inventory
}

// Inventory counts the executions of a group that have scenario, status and
// resource plan in common.
type Inventory struct {
	Scenario string
	Status   workload.Status
	Plan     string // resource plan
	Count    int
	Oldest   time.Duration // the greatest age, by the automatic rule
	Holds    cost.Holding  // what the RUNNING ones hold
	Expired  cost.Holding  // the part of it that policies want to stop
}

// PolicyReport is what a sweep did for one policy.
type PolicyReport struct {
	Name     string
	Action   policy.Action
	Matched  int // its match holds, ages included, before any veto
	Kept     int // of these, what its keep saved
	Stopped  int // verified
	Deleted  int // verified
	Failed   int // refused, failed, or not seen done in time
	Deferred int // put off by a limit
	Errors   int // expressions that failed on an execution, which is kept
}

// Rows are the executions of a report, resource group by resource group: half a
// million of them are not copied into one slice.
type Rows [][]Row

// All yields each row.
func (r Rows) All() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		for _, group := range r {
			for i := range group {
				if !yield(&group[i]) {
					return
				}
			}
		}
	}
}

// Len is the number of rows.
func (r Rows) Len() (n int) {
	for _, group := range r {
		n += len(group)
	}
	return n
}

// Row is one execution in the report: the decision on it and its outcome.
type Row struct {
	Group     string
	Execution workload.Execution
	Policy    string
	Action    policy.Action // as decided; StopThenDelete: an active one that is stopped, then deleted
	Reason    policy.Reason // expired, or limit, or why it is kept
	Age       time.Duration
	Overdue   time.Duration
	Outcome   Outcome
	Error     string // what the API or the network said, "" where nothing

	// Limit names the limit that put it off: maxStops, maxDeletes, maxPercent.
	Limit string
	// Failure classes what went wrong, bounded in number: an item error's code,
	// "timeout", "archive", "network"…
	Failure string
	// Stopped and Deleted tell what was verified: of a stop-then-delete one may
	// hold without the other.
	Stopped, Deleted bool
	// Plan and Held are the resource plan and what the execution held while RUNNING;
	// Freed tells whether a verified stop of a RUNNING one gave it back.
	Plan  string
	Held  cost.Holding
	Freed bool
	// Used is how long it had been running in its life, as far as its times tell.
	Used time.Duration
}

// holdsCompute tells whether a stop of it gives compute back.
func (r *Row) holdsCompute() bool {
	return r.Execution.Status == workload.Running && r.Action != policy.None
}

// Actions are what the policy can ask for: stop, delete, or both.
func (p *PolicyReport) Actions() []policy.Action {
	if p.Action == policy.StopThenDelete {
		return []policy.Action{policy.Stop, policy.Delete}
	}
	return []policy.Action{p.Action}
}
