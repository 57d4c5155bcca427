package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Set is everything that decides on executions: the policies of a config in file
// order, and the rules that override them. Its methods do not change it, so it is
// safe for concurrent use.
type Set struct {
	Policies []Policy
	Protect  []Match        // an execution that any of these may match is never touched
	OptOut   OptOut         // how owners keep their runs
	MinAge   time.Duration  // nothing younger, by createdAt, is touched
	Location *time.Location // the calendar of keep; nil: UTC
}

// Policy says which executions expire, what of them is kept, and what is done.
type Policy struct {
	Name   string
	Groups glob.List // resource groups of the policy; empty: all
	Match  Match
	Keep   *Keep // nil: nothing is kept
	Action Action
	DryRun bool          // its actions are planned but never sent, and other policies are not affected
	Notice time.Duration // how long before an action it is announced; 0: not at all
}

// Match holds for an execution if all its conditions hold. A match without
// conditions holds for every execution.
type Match struct {
	Conditions []Condition
	AgeFrom    AgeFrom
}

// Keep saves executions from expiry. In each group of Per it saves the newest,
// and one for each of the newest periods that have one. A rule with the value
// zero is off.
//
// Keep counts all listed executions for which the policy's match holds at any
// age, whether the policy would act on them or not. It does not count executions
// without a readable age, with an unknown status word, or that are being deleted.
// It counts newest first, by the time from which the policy's age counts. If
// times are equal, the lesser id comes first.
type Keep struct {
	Latest                                 int
	Within                                 time.Duration // counted back from the newest of the group
	Hourly, Daily, Weekly, Monthly, Yearly int
	Best                                   *Best             // nil: none
	Statuses                               []workload.Status // only these are counted; empty: all
	Per                                    []Dimension       // nil: PerScenario
}
