package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Decision is what one sweep makes of one execution.
type Decision struct {
	Policy  int16         // index into Set.Policies: the policy that acts, or whose reason it is; -1: none
	Action  Action        // None: keep; Stop, Delete. StopThenDelete: an active one that is stopped first
	Reason  Reason        // never empty
	DryRun  bool          // the policy is dry-run: this is planned and never sent
	Age     time.Duration // by the policy's ageFrom (auto where no policy); 0 where no time was readable
	Overdue time.Duration // how long ago it expired, for one acted on: age less olderThan
}

// Plan is what one sweep makes of the executions of one resource group.
type Plan struct {
	Decisions []Decision // one for each execution, in the order of the listing
	Tallies   []Tally    // one for each policy of the set
	Upcoming  []Upcoming // what policies with a notice announce, in the order of the listing

	// Questions are the facts that some decision hangs on and that are not known.
	// Once they have been asked, another plan is to be made.
	Questions Questions
	// Waiting counts the executions that wait for facts that could not be had.
	Waiting []Waiting

	// Pairs are where policies match something, each once, by policy and scenario.
	Pairs []Pair

	// ProtectErrors counts the executions that are protected because an expression
	// of a protect entry failed on them.
	ProtectErrors int
}

// Tally counts what one policy saw, only of executions in states that the
// policy's action can act on. Matched less Kept, Protected and Elsewhere is the
// number of decisions of the policy to act.
type Tally struct {
	Matched   int // its match holds, ages included
	Kept      int // of these, what its keep saved
	Protected int // of the rest, what a veto spared
	Elsewhere int // of the rest, what another policy has
	Errors    int // its expression failed, so that it does not want them
	Upcoming  int // what it announces
}

// Upcoming announces that a policy will act on an execution, if nothing changes.
type Upcoming struct {
	Index     int32 // of the execution in the listing
	Policy    int16 // index into Set.Policies
	Action    Action
	ExpiresAt workload.Timestamp
}

// Questions are facts that are to be asked for: by Fact, the executions that need
// it, by their index in the listing, in order.
type Questions [factKinds][]int32

// Empty reports whether nothing is to be asked.
func (q *Questions) Empty() bool {
	for _, executions := range q {
		if len(executions) > 0 {
			return false
		}
	}
	return true
}

// Waiting is how many executions a kind of fact is needed for that could not be
// had.
type Waiting struct {
	Fact       Fact
	Executions int
	Why        error // of the first of them
}

// Pair says that the match of a policy holds for something of a scenario in
// states that the policy's action can act on, when olderThan and youngerThan are
// left out.
type Pair struct {
	Policy   int16 // index into Set.Policies
	Scenario string
}
