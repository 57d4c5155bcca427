package policy

import (
	"cmp"
	"slices"
	"time"
)

// Candidate is an action that the limits of a sweep may defer.
type Candidate struct {
	Action Action        // as decided; StopThenDelete counts as a stop and a deletion
	Age    time.Duration // by the policy's ageFrom
	Group  string        // resource group
	ID     string
}

// The names in the config of the limits that LimitOldest applies.
const (
	maxStopsLimit   = "maxStops"
	maxDeletesLimit = "maxDeletes"
)

// Percent reports whether acted is more than maxPercent of listed. It does not
// round: 80.01 % is more than 80.
func Percent(acted, listed int, maxPercent float64) (refused bool) {
	return float64(acted)*100 > maxPercent*float64(listed)
}

// LimitOldest selects the oldest candidates of all groups, as many as the limits
// allow; a limit of 0 allows none. It returns for each candidate the limit that
// defers it, "maxStops" or "maxDeletes", or "" if none does. Deferred candidates
// use up no limit. Of equal ages, those with the lesser group and id go first.
func LimitOldest(candidates []Candidate, maxStops, maxDeletes int) []string {
	limits := make([]string, len(candidates))
	for _, i := range oldestFirst(candidates) {
		stop, deletion := candidates[i].takes()
		switch {
		case stop > maxStops:
			limits[i] = maxStopsLimit
		case deletion > maxDeletes:
			limits[i] = maxDeletesLimit
		default:
			maxStops, maxDeletes = maxStops-stop, maxDeletes-deletion
		}
	}
	return limits
}

func oldestFirst(candidates []Candidate) []int {
	order := make([]int, len(candidates))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &candidates[i], &candidates[j]
		return cmp.Or(cmp.Compare(b.Age, a.Age), cmp.Compare(a.Group, b.Group), cmp.Compare(a.ID, b.ID))
	})
	return order
}

// takes returns how much of the limits the candidate uses up.
func (c *Candidate) takes() (stops, deletions int) {
	switch c.Action {
	case Stop:
		return 1, 0
	case Delete:
		return 0, 1
	case StopThenDelete:
		return 1, 1
	}
	return 0, 0
}
