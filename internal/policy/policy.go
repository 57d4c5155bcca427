package policy

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Set is everything that decides over executions: the policies of a config in
// file order and what stands over all of them. It is not changed by its methods
// and may be used from several goroutines.
type Set struct {
	Policies []Policy
	Protect  []Match        // what any of these may match is never touched
	OptOut   OptOut         // how owners spare their runs
	MinAge   time.Duration  // nothing younger, by createdAt, is ever touched
	Location *time.Location // the calendar of keep; nil: UTC
}

// Policy says which executions expire, what of them is kept, and what is done.
type Policy struct {
	Name   string
	Groups glob.List // resource groups it is for; empty: all
	Match  Match
	Keep   *Keep // nil: nothing is kept
	Action Action
	DryRun bool          // it is planned and never sent, and claims nothing
	Notice time.Duration // how long before it acts on an execution it announces that; 0: never
}

// Match holds for an execution when all its conditions do; one without
// conditions holds for every execution.
type Match struct {
	Conditions []Condition
	AgeFrom    AgeFrom
}

// Keep saves from expiry, per group of Per: the newest, and one each of the
// newest periods that hold one. Zero switches a rule off.
//
// Counted, newest first by the time that the policy's age counts from, are all
// listed executions that the policy's match holds for at any age, whether it
// would act on them or not; but none without such a time, none of an unknown
// status word, and none that is being deleted. Of equal times, the lesser id
// comes first.
type Keep struct {
	Latest                                 int
	Within                                 time.Duration // back from the newest of the group
	Hourly, Daily, Weekly, Monthly, Yearly int
	Best                                   *Best             // nil: none
	Statuses                               []workload.Status // counted are only these; empty: all
	Per                                    []Dimension       // nil: PerScenario
}
