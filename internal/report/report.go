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
	Observed   bool // it only looked, for the gauges and the page; it is not counted as a sweep
	StartedAt  time.Time
	FinishedAt time.Time
	Result     Result
	Cause      error // what ended the whole sweep, nil where nothing did
	Groups     []Group
	Policies   []Policy
	Rows       Rows // what is acted on, deferred included; of a full report also what is kept
	Freed      cost.Holding
	UnitPrice  cost.Price // of a capacity unit, where the user has said it
	Upcoming   []Upcoming
	Warnings   []string // what the user should know and nothing failed by
	Faults     []string // what only a fault of this program explains
	Unwritten  error    // why parts of the audit log could not be written
	// ProtectErrors counts the executions that an expression of protect failed on:
	// they are protected.
	ProtectErrors int
	Skew          time.Duration // the API's clock less this machine's, as measured
}

// Error is what ended the whole sweep, for people; "" where nothing did.
func (r *Report) Error() string {
	if r.Cause == nil {
		return ""
	}
	return r.Cause.Error()
}

// Group is what a sweep saw in one resource group.
type Group struct {
	ID     string
	Labels map[string]string // nil: not known
	Listed int
	Result Result
	Error  string // "" where nothing went wrong

	// Stock, Backlog and Pairs hold for the newest complete listing: the one that
	// verifying made last, where it made any.
	Stock   []Stock
	Backlog []Backlog
	Pairs   []Pair
	Missing []Missing // facts that could not be had
}

// Stock counts the executions of a group that have scenario, status and resource
// plan in common.
type Stock struct {
	Scenario string
	Status   workload.Status
	Plan     string // resource plan of RUNNING ones; "" for the rest
	Count    int
	Oldest   time.Duration // the greatest age, by the automatic rule
	Holds    cost.Holding  // what the RUNNING ones hold
	Expired  cost.Holding  // the part of it that policies want to stop

	// ExpiredBy is Expired by policy: one execution counts for one policy.
	ExpiredBy []PolicyHolding
}

// PolicyHolding is what executions hold that one policy wants.
type PolicyHolding struct {
	Policy int // index into Report.Policies
	Holds  cost.Holding
}

// Add puts what another line counts on top.
func (s *Stock) Add(o *Stock) {
	s.Count += o.Count
	s.Oldest = max(s.Oldest, o.Oldest)
	s.Holds, s.Expired = s.Holds.Add(o.Holds), s.Expired.Add(o.Expired)
	for _, by := range o.ExpiredBy {
		s.expire(by)
	}
}

func (s *Stock) expire(by PolicyHolding) {
	for i := range s.ExpiredBy {
		if s.ExpiredBy[i].Policy == by.Policy {
			s.ExpiredBy[i].Holds = s.ExpiredBy[i].Holds.Add(by.Holds)
			return
		}
	}
	s.ExpiredBy = append(s.ExpiredBy, by)
}

// Backlog is what a policy wants to act on in a group and was not seen done.
type Backlog struct {
	Policy  int // index into Report.Policies
	Action  policy.Action
	Count   int
	Overdue time.Duration // how long ago the most overdue one expired
}

// Pair says that the match of a policy holds for something listed in a scenario,
// olderThan and youngerThan left out. The counters of a policy start at 0 there.
type Pair struct {
	Policy   int // index into Report.Policies
	Scenario string
	Plans    []string // resource plans of the RUNNING ones among them
}

// Missing is a kind of fact that could not be had in a group.
type Missing struct {
	Fact    string // tags, logs, metrics, deployments
	Waiting int    // executions whose fate hangs on it
	Error   string // why it could not be had
}

// Upcoming is an execution that a policy will act on soon, if nothing changes.
type Upcoming struct {
	Group, ID, Scenario string
	Status              workload.Status // as listed
	Policy              int             // index into Report.Policies
	Action              policy.Action
	ExpiresAt           time.Time
	Announce            bool         // it was not announced by the slot before this one
	Cost                cost.Key     // what its costs go by
	Held                cost.Holding // what it holds now and is to give back; nothing unless it is RUNNING and to be stopped
}

// Policy is what a sweep did for one policy. It adds up: Matched = Kept +
// Protected + Elsewhere + the rows of the policy.
type Policy struct {
	Name      string
	Mode      Mode // in effect
	Action    policy.Action
	Matched   int // its match holds, ages included, before any veto
	Kept      int // of these, what its keep saved
	Protected int // of the rest, what a veto spared
	Elsewhere int // of the rest, what another policy has
	Planned   int // rows that were not sent
	Stopped   int // verified
	Deleted   int // verified
	Failed    int // refused, failed, or not seen done in time
	Deferred  int // put off by a limit
	Gone      int // somebody else had deleted them
	Ended     int // they completed or died before the stop took
	Done      int // rows that were verified
	Errors    int // expressions that failed on an execution, which is kept
	Upcoming  int // what notice announces
}

// Actions are what the policy can ask for: stop, delete, or both.
func (p *Policy) Actions() []policy.Action {
	if p.Action == policy.StopThenDelete {
		return []policy.Action{policy.Stop, policy.Delete}
	}
	return []policy.Action{p.Action}
}
