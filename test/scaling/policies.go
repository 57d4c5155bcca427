package main

import (
	"fmt"
	"strings"
	"time"
)

// head lifts the limits that would make a sweep wait.
const head = `
resourceGroups: {include: ["*"]}
api: {requestsPerSecond: 0}
limits: {minAge: 0s, maxPercent: 100, maxStops: 10000000, maxDeletes: 10000000}
`

// backlog is a policy that deletes what has ended and is so old.
func backlog(age time.Duration) string {
	return fmt.Sprintf("policies:\n  - {name: backlog, match: {statuses: [COMPLETED, STOPPED, DEAD], olderThan: %ds}, action: delete}\n", int(age.Seconds()))
}

// The simulator's executions have ended by 81 in 100, and the nth of N newest ones
// is about 347 days · (n/N)² old.
const (
	ended  = 0.81
	oldest = 347 * 24 * time.Hour
)

// ageOf is the age that about n of all executions have passed and ended.
func ageOf(n, all int) time.Duration {
	young := max(0, 1-float64(n)/(ended*float64(all)))
	return time.Duration(float64(oldest) * young * young)
}

// lookers are policies that look at each execution and want none: none is so old.
func lookers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  - {name: p%d, match: {statuses: [COMPLETED, DEAD], scenarios: [\"%c*\"], configurationNames: [\"*-%d*\"], olderThan: 399d}, action: delete}\n", i, 'a'+i%26, i%7)
	}
	return b.String()
}
