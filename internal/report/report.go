package report

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Report is what one sweep saw, decided, did and verified.
type Report struct {
	Sweep      string // a ULID
	Mode       Mode
	Observed   bool // an observation for the gauges and the page; not counted as a sweep
	StartedAt  time.Time
	FinishedAt time.Time
	Result     Result
	Cause      error // why the whole sweep ended early, nil if it did not
	Groups     []Group
	Policies   []Policy
	Rows       Rows // what is acted on or deferred; in a full report also what is kept
	Freed      cost.Holding
	UnitPrice  cost.Price // of a capacity unit, if the user has set it
	Upcoming   []Upcoming
	Warnings   []string // what the user should know, although nothing failed
	Faults     []string // errors that only a fault of this program can cause
	Unwritten  error    // why parts of the audit log could not be written
	// ProtectErrors counts the executions for which an expression of protect
	// failed. They are protected.
	ProtectErrors int
	Skew          time.Duration // the API's clock minus this machine's clock, as measured
}

// Error returns why the whole sweep ended early, for people; "" if it did not.
func (r *Report) Error() string {
	if r.Cause == nil {
		return ""
	}
	return r.Cause.Error()
}

// Group is what a sweep saw in one resource group.
type Group struct {
	ID     string
	Labels map[string]string // nil: unknown
	Listed int
	Result Result
	Error  string // "" if nothing went wrong

	// Stock, Backlog and Pairs describe the newest complete listing, which may be
	// the last one made for verifying.
	Stock   []Stock
	Backlog []Backlog
	Pairs   []Pair
	Missing []Missing // facts that could not be fetched
}

// Stock counts the executions of a group with the same scenario, status and
// resource plan.
type Stock struct {
	Scenario string
	Status   workload.Status
	Count    int
	Oldest   time.Duration // the greatest age, by the automatic rule
	Running  *Running      // nil unless Status is RUNNING
}

// Running is what the RUNNING executions of a Stock hold.
type Running struct {
	Plan    string       // their resource plan
	Holds   cost.Holding // what they hold
	Expired cost.Holding // the part of Holds that policies want to stop

	// ExpiredBy is Expired by policy. Each execution counts for one policy only.
	ExpiredBy []PolicyHolding
}

// PolicyHolding is what the executions hold that one policy wants to stop.
type PolicyHolding struct {
	Policy int // index into Report.Policies
	Holds  cost.Holding
}

// Add adds the counts of o, which has the same scenario, status and plan.
func (s *Stock) Add(o *Stock) {
	s.Count += o.Count
	s.Oldest = max(s.Oldest, o.Oldest)
	if s.Running == nil {
		return
	}
	s.Running.Holds, s.Running.Expired = s.Running.Holds.Add(o.Running.Holds), s.Running.Expired.Add(o.Running.Expired)
	for _, by := range o.Running.ExpiredBy {
		s.Running.expire(by)
	}
}

// Plan returns the resource plan of RUNNING ones, "" for the rest.
func (s *Stock) Plan() string {
	if s.Running == nil {
		return ""
	}
	return s.Running.Plan
}

func (r *Running) expire(by PolicyHolding) {
	for i := range r.ExpiredBy {
		if r.ExpiredBy[i].Policy == by.Policy {
			r.ExpiredBy[i].Holds = r.ExpiredBy[i].Holds.Add(by.Holds)
			return
		}
	}
	r.ExpiredBy = append(r.ExpiredBy, by)
}

// Backlog counts what a policy wants to act on in a group and what has not been
// seen done.
type Backlog struct {
	Policy  int // index into Report.Policies
	Action  policy.Action
	Count   int
	Overdue time.Duration // how long ago the most overdue one expired
}

// Pair says that the match of a policy, without olderThan and youngerThan, holds
// for a listed execution of a scenario. The counters of the policy start at 0
// there.
type Pair struct {
	Policy   int // index into Report.Policies
	Scenario string
	Plans    []string // resource plans of those that are RUNNING
}

// Missing is a kind of fact that could not be fetched in a group.
type Missing struct {
	Fact    string // tags, logs, metrics, deployments
	Waiting int    // how many decisions depend on it
	Error   string // why it could not be fetched
}

// Upcoming is an execution on which a policy will act soon, if nothing changes.
type Upcoming struct {
	Group, ID, Scenario string
	Status              workload.Status // as listed
	Policy              int             // index into Report.Policies
	Action              policy.Action
	ExpiresAt           time.Time
	Announce            bool         // the slot before this one did not announce it
	Cost                cost.Key     // determines its costs
	Held                cost.Holding // what stopping it would give back; zero unless it is RUNNING and will be stopped
}

// Policy is what a sweep did for one policy. Matched = Kept + Protected +
// Elsewhere + the rows of the policy.
type Policy struct {
	Name      string
	Mode      Mode // in effect
	Action    policy.Action
	Matched   int // its match holds, including ages, before any veto
	Kept      int // of these, saved by its keep
	Protected int // of the rest, spared by a veto
	Elsewhere int // of the rest, taken by another policy
	Planned   int // rows that were not sent
	Stopped   int // verified
	Deleted   int // verified
	Failed    int // refused, failed, or not seen done in time
	Deferred  int // put off by a limit
	Gone      int // already deleted by somebody else
	Ended     int // they completed or died before the stop took
	Done      int // rows that were verified
	Errors    int // executions kept because an expression failed
	Upcoming  int // announced by notice
}

// Actions returns the actions of the policy: stop, delete, or both.
func (p *Policy) Actions() []policy.Action {
	if p.Action == policy.StopThenDelete {
		return []policy.Action{policy.Stop, policy.Delete}
	}
	return []policy.Action{p.Action}
}
