package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Decision is the decision of one sweep on one execution.
type Decision struct {
	Policy  int16         // index into Set.Policies: the policy that acts or gives the reason; -1: none
	Action  Action        // None: keep. StopThenDelete: an active execution that is stopped first
	Reason  Reason        // never empty
	DryRun  bool          // the policy is dry-run: the action is planned and never sent
	Age     time.Duration // by the policy's ageFrom, or Auto without a policy; 0 if no time was readable
	Overdue time.Duration // how long ago it expired, if it is acted on: Age minus olderThan
}

// Plan holds the decisions of one sweep on the executions of one resource group.
type Plan struct {
	Decisions []Decision // one for each execution, in the order of the listing
	Tallies   []Tally    // one for each policy of the set
	Upcoming  []Upcoming // announced by policies with a notice, in the order of the listing

	// Questions are the unknown facts on which decisions depend. After they are
	// fetched, the caller must make another plan.
	Questions Questions
	// Waiting counts the executions whose decision depends on facts that could
	// not be fetched.
	Waiting []Waiting

	// Pairs lists, once each, the policies and scenarios that match, sorted by
	// policy and scenario.
	Pairs []Pair

	// ProtectErrors counts the executions that are protected because an
	// expression of a protect entry failed.
	ProtectErrors int
}

// Tally counts the executions that one policy saw in states on which its action
// can act. Matched minus Kept, Protected and Elsewhere is the number of its
// decisions to act.
type Tally struct {
	Matched   int // its match holds, including ages
	Kept      int // of these, saved by its keep
	Protected int // of the rest, spared by a veto
	Elsewhere int // of the rest, taken by another policy
	Errors    int // not wanted because an expression failed
	Upcoming  int // announced by it
}

// Upcoming announces that a policy will act on an execution, if nothing changes.
type Upcoming struct {
	Index     int32 // of the execution in the listing
	Policy    int16 // index into Set.Policies
	Action    Action
	ExpiresAt workload.Timestamp
}

// Questions are facts to fetch. For each Fact it holds the executions that need
// it, as sorted indices into the listing.
type Questions [factKinds][]int32

// Empty reports whether there is nothing to fetch.
func (q *Questions) Empty() bool {
	for _, executions := range q {
		if len(executions) > 0 {
			return false
		}
	}
	return true
}

// Waiting counts the executions that need a kind of fact that could not be
// fetched.
type Waiting struct {
	Fact       Fact
	Executions int
	Why        error // of the first of them
}

// Pair says that the match of a policy, without olderThan and youngerThan, holds
// for an execution of a scenario in a state on which the policy can act.
type Pair struct {
	Policy   int16 // index into Set.Policies
	Scenario string
}
