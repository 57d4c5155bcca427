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

// LimitOldest selects the oldest of n candidates of all groups, as many as the
// limits allow; a limit of 0 allows none. It calls putOff for each candidate that is
// deferred, with the limit that does: "maxStops" or "maxDeletes". Deferred candidates
// use up no limit. Of equal ages, those with the lesser group and id go first.
//
// There can be millions of them, so at returns the candidate at an index each time it
// is needed, and they are never in memory together.
func LimitOldest(n int, at func(i int) Candidate, maxStops, maxDeletes int, putOff func(i int, limit string)) {
	for _, i := range oldestFirst(n, at) {
		c := at(int(i))
		stop, deletion := c.takes()
		switch {
		case stop > maxStops:
			putOff(int(i), maxStopsLimit)
		case deletion > maxDeletes:
			putOff(int(i), maxDeletesLimit)
		default:
			maxStops, maxDeletes = maxStops-stop, maxDeletes-deletion
		}
	}
}

func oldestFirst(n int, at func(i int) Candidate) []uint32 {
	order := make([]uint32, n)
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int {
		a, b := at(int(i)), at(int(j))
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
