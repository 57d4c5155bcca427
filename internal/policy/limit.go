package policy

import (
	"cmp"
	"slices"
	"time"
)

// Candidate is an action that wants through the limits of a sweep.
type Candidate struct {
	Action Action        // as decided; StopThenDelete counts as a stop and a deletion
	Age    time.Duration // by the policy
	Group  string        // resource group
	ID     string
}

// The limits that LimitOldest puts actions off by, as the config names them.
const (
	maxStopsLimit   = "maxStops"
	maxDeletesLimit = "maxDeletes"
)

// Percent reports whether acting on so many of the listed executions is more than
// maxPercent of them. Nothing is rounded: 80.01 % is more than 80.
func Percent(acted, listed int, maxPercent float64) (refused bool) {
	return float64(acted)*100 > maxPercent*float64(listed)
}

// LimitOldest lets the oldest candidates of all groups through, as many as the
// limits allow; a limit of 0 allows none. It returns for each candidate the limit
// that puts it off, "maxStops" or "maxDeletes", or "" where none does. What is put
// off uses nothing up. Of equal ages, the lesser group and id go first.
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

// takes is what the candidate uses up of the limits.
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
