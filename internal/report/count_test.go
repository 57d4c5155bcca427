package report

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Every outcome counts in exactly one column of its policy.
func TestEachRowCountsOnce(t *testing.T) {
	t.Parallel()
	for o := Planned; int(o) < len(outcomeWords); o++ {
		r := &Report{
			Policies: []Policy{{Name: "p"}},
			Rows:     RowsOf([]string{"p"}, Row{Group: "g", ID: "e-01", Policy: "p", Action: policy.Delete, Done: Done{Outcome: o}}),
		}
		r.Count()
		p := r.Policies[0]
		if sum := p.Planned + p.Done + p.Failed + p.Deferred + p.Gone + p.Ended; sum != 1 {
			t.Errorf("%s counts %d times: %+v", o, sum, p)
		}
	}
}

func TestResult(t *testing.T) {
	t.Parallel()
	groups := func(results ...Result) (all []Group) {
		for i, r := range results {
			all = append(all, Group{ID: fmt.Sprint(i), Result: r})
		}
		return all
	}
	for name, test := range map[string]struct {
		report Report
		want   Result
	}{
		"all is well":                          {Report{Groups: groups(ResultOK, ResultSkipped)}, ResultOK},
		"one group failed":                     {Report{Groups: groups(ResultOK, ResultFailed)}, ResultPartial},
		"all groups failed":                    {Report{Groups: groups(ResultFailed, ResultFailed)}, ResultFailed},
		"rows failed":                          {Report{Groups: groups(ResultPartial)}, ResultPartial},
		"a limit outweighs failures":           {Report{Groups: groups(ResultRefused, ResultFailed)}, ResultRefused},
		"a guard refused the sweep":            {Report{Groups: groups(ResultOK), Cause: fmt.Errorf("clocks: %w", ErrRefused)}, ResultRefused},
		"interrupted after some were done":     {Report{Groups: groups(ResultOK), Cause: ErrInterrupted}, ResultPartial},
		"nothing was reached":                  {Report{Cause: errors.New("no token")}, ResultFailed},
		"a fault of the program":               {Report{Groups: groups(ResultOK), Faults: []string{"a"}}, ResultPartial},
		"a shard that no resource group is in": {Report{}, ResultOK},
	} {
		test.report.Count()
		if test.report.Result != test.want {
			t.Errorf("%s: %s, want %s", name, test.report.Result, test.want)
		}
	}
}

// Only executions that were seen to give back their compute count as freed.
func TestFreed(t *testing.T) {
	t.Parallel()
	held := cost.Holding{Nodes: 2, CapacityUnitsPerHour: 3}
	running := Row{Group: "g", Policy: "p", Action: policy.Stop, Status: workload.Running, Held: held}
	verified, planned := running, running
	verified.Done = Done{Outcome: Verified, Stopped: true, Freed: true}
	planned.Done = Done{Outcome: Planned}
	r := &Report{Policies: []Policy{{Name: "p"}}, Rows: RowsOf([]string{"p"}, verified, planned)}
	r.Count()
	if r.Freed != held || r.WouldFree() != held {
		t.Errorf("freed %+v, would free %+v", r.Freed, r.WouldFree())
	}
}
