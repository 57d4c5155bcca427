package reaper

import (
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// asserted returns the batch without changes that must never be sent. Only a
// fault of this program can cause such a change, so it is reported as a fault.
func (a *actor) asserted(batch []change, r *replies) []change {
	sound := make([]change, 0, len(batch))
	for _, c := range batch {
		if why := a.unsound(c); why != "" {
			err := fmt.Errorf("a fault of this program, caught before the request was sent: %s of %s in resource group %s: %s", c.target, a.id(c), a.plan.group.ID, why)
			a.faults.add(err.Error())
			r.end(c, report.Done{Outcome: report.Failed, Class: report.ClassAssertion}, err)
			continue
		}
		sound = append(sound, c)
	}
	return sound
}

// unsound returns why a change must not be sent, "" if it may be.
func (a *actor) unsound(c change) string {
	id := a.id(c)
	switch {
	case !workload.ValidID(id):
		return "its id is not one that the API allows"
	case !workload.ValidGroupID(a.plan.group.ID):
		return "the id of its resource group cannot be sent"
	case a.plan.twice.has(id):
		return "another resource group lists it, too"
	case c.reason != policy.ReasonExpired:
		return "the plan keeps it: " + c.reason.String()
	case c.dryRun || a.Mode != report.Enforce:
		return "it is a dry run"
	case c.target == workload.Stopped && c.status.Active() && (c.wanted == policy.Stop || c.wanted == policy.StopThenDelete):
		return ""
	case c.target == workload.Deleted && c.status.Deletable() && c.wanted == policy.Delete:
		return ""
	}
	return fmt.Sprintf("the plan wants %s, and its status is %s", c.wanted, c.status)
}
