package reaper_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// A reviewed stop by one policy is not sent if now another policy wants it, or
// the same policy with another target.
func TestAReviewedStopIsNothingElse(t *testing.T) {
	t.Parallel()
	reviewed := reaper.ApprovedRow{Policy: "runaway", Action: policy.Stop, Target: workload.Stopped}
	for name, yaml := range map[string]string{
		"another policy stops and deletes": `
limits: {maxPercent: 100}
policies:
  - {name: tidy, match: {olderThan: 1d}, action: stop-then-delete}
  - {name: runaway, match: {statuses: [RUNNING], olderThan: 2d}, action: stop}
`,
		"the policy stops and deletes now": `
limits: {maxPercent: 100}
policies:
  - {name: runaway, match: {olderThan: 1d}, action: stop-then-delete}
`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, simulator.Options{Settle: time.Second}, yaml)
			b.simulator.AddGroup("default", "PROVISIONED")
			b.simulator.Put("default", run("trains", "RUNNING", 4))
			o := b.options()
			o.Approved = new(reaper.Approved)
			o.Approved.Allow("default", "trains", reviewed)
			r := reaper.Sweep(t.Context(), o)
			if n := len(b.simulator.Changes()); n != 0 {
				t.Errorf("%d changes were sent", n)
			}
			for row := range r.Rows.All() {
				if row.Action != policy.None || !strings.Contains(row.Error, "dropped out of the plan: it says stop by policy runaway, the policies now say stop, then delete, by policy") {
					t.Errorf("%+v", row)
				}
			}
		})
	}
}

// Every row of a reviewed plan is in the report, also if its group is no longer
// swept or cannot be listed.
func TestNoReviewedRowVanishes(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp+"resourceGroups: {include: [default, denied]}\ncosts: {resourcePlans: {x.s: {cpus: 1}}, executables: [{executables: ['*'], resourcePlan: x.s}]}\n")
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.AddGroup("denied", "PROVISIONED")
	b.simulator.Deny("denied")
	b.simulator.Put("default", run("dead-old", "DEAD", 5))
	o := b.options()
	o.Approved = new(reaper.Approved)
	for _, row := range [][2]string{{"default", "dead-old"}, {"default", "vanished"}, {"denied", "dead-denied"}, {"elsewhere", "dead-elsewhere"}} {
		o.Approved.Allow(row[0], row[1], reaper.ApprovedRow{Policy: "dead", Action: policy.Delete, Target: workload.Deleted})
	}
	r := reaper.Sweep(t.Context(), o)
	var rows []string
	for row := range r.Rows.All() {
		rows = append(rows, row.Group+"/"+row.ID+" "+row.Outcome.String())
		if row.Executable == "" && row.Plan == "x.s" {
			t.Errorf("%s has the plan of an executable that nobody listed", row.ID)
		}
	}
	slices.Sort(rows)
	want := []string{"default/dead-old verified", "default/vanished gone", "denied/dead-denied planned", "elsewhere/dead-elsewhere planned"}
	if !slices.Equal(rows, want) {
		t.Errorf("rows %q, want %q", rows, want)
	}
}

// A reviewed execution that a second group lists now is kept, and said to be; it is
// not gone. One that was not reviewed gets no row.
func TestAReviewedRowThatTwoGroupsListIsKept(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp+"resourceGroups: {include: [one, two]}\n")
	for _, g := range []string{"one", "two"} {
		b.simulator.AddGroup(g, "PROVISIONED")
		b.simulator.Put(g, run("dead-both", "DEAD", 5), run("dead-other", "DEAD", 5))
	}
	o := b.options()
	o.Approved = new(reaper.Approved)
	o.Approved.Allow("one", "dead-both", reaper.ApprovedRow{Policy: "dead", Action: policy.Delete, Target: workload.Deleted})
	r := reaper.Sweep(t.Context(), o)
	var rows []string
	for row := range r.Rows.All() {
		rows = append(rows, row.Group+"/"+row.ID+" "+row.Action.String()+" "+row.Reason.String())
	}
	if want := []string{"one/dead-both keep contradictory"}; !slices.Equal(rows, want) {
		t.Errorf("rows %q, want %q", rows, want)
	}
}
