package reaper

import (
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// The assertion at the call lets through only what may be sent, whatever the
// steps before have done.
func TestTheAssertionAtTheCall(t *testing.T) {
	t.Parallel()
	sound := condemned{status: workload.Dead, target: workload.Deleted, wanted: policy.Delete, reason: policy.ReasonExpired}
	with := func(change func(*condemned)) condemned {
		c := sound
		change(&c)
		return c
	}
	stop := condemned{status: workload.Running, target: workload.Stopped, wanted: policy.Stop, reason: policy.ReasonExpired}
	for name, test := range map[string]struct {
		c     condemned
		id    string
		group string
		mode  report.Mode
		twice bool
		want  bool
	}{
		"a deletion":                        {c: sound, want: true},
		"a stop":                            {c: stop, want: true},
		"a stop before a deletion":          {c: condemned{status: workload.Pending, target: workload.Stopped, wanted: policy.StopThenDelete, reason: policy.ReasonExpired}, want: true},
		"an id that leads elsewhere":        {c: sound, id: "../admin"},
		"a group that cannot be named":      {c: sound, group: "prod "},
		"an id that two groups list":        {c: sound, twice: true},
		"what the plan keeps":               {c: with(func(c *condemned) { c.reason = policy.ReasonProtected })},
		"what a limit put off":              {c: with(func(c *condemned) { c.reason = policy.ReasonLimit })},
		"a dry-run policy":                  {c: with(func(c *condemned) { c.dryRun = true })},
		"a dry run":                         {c: sound, mode: report.DryRun},
		"the deletion of an active one":     {c: with(func(c *condemned) { c.status = workload.Running })},
		"the deletion of one in transition": {c: with(func(c *condemned) { c.status = workload.Stopping })},
		"the deletion of an unknown state":  {c: with(func(c *condemned) { c.status = "HIBERNATING" })},
		"the stop of what has ended":        {c: condemned{status: workload.Completed, target: workload.Stopped, wanted: policy.Stop, reason: policy.ReasonExpired}},
		"the deletion of what is to stop":   {c: with(func(c *condemned) { c.wanted = policy.StopThenDelete })},
		"a stop where a deletion is wanted": {c: condemned{status: workload.Running, target: workload.Stopped, wanted: policy.Delete, reason: policy.ReasonExpired}},
		"a target that there is not":        {c: with(func(c *condemned) { c.target = "GONE" })},
	} {
		id, group, mode := test.id, test.group, test.mode
		if id == "" {
			id = "e-01"
		}
		if group == "" {
			group = "team-a"
		}
		if mode == "" {
			mode = report.Enforce
		}
		b := report.NewBuilder(group, 1)
		b.Add(&workload.Execution{ID: id}, &policy.Decision{}, 0, cost.Key{})
		p := &groupPlan{group: workload.ResourceGroup{ID: group}, table: b.Table()}
		if test.twice {
			p.twice = sameElsewhere{hashID(id): {}}
		}
		a := &actor{sweep: &sweep{Options: Options{Mode: mode}}, plan: p, gate: new(gate)}
		r := new(replies)
		let := len(a.asserted([]change{{condemned: test.c}}, r)) == 1
		if let != test.want || let == (len(r.ended) == 1) || let == (len(a.faults.all()) == 1) {
			t.Errorf("%s: let through %v; ended %+v, faults %v", name, let, r.ended, a.faults.all())
		}
	}
}

// A resource group with an invalid id, or that is not PROVISIONED, is not listed.
func TestUnlisted(t *testing.T) {
	t.Parallel()
	for id, status := range map[string]string{"prod ": workload.Provisioned, "": workload.Provisioned, "a\nb": workload.Provisioned, "team-a": "ERROR"} {
		why, failed := unlisted(workload.ResourceGroup{ID: id, Status: status})
		if why == "" || failed == (id == "team-a") {
			t.Errorf("%q (%s): %q, failed %v", id, status, why, failed)
		}
	}
	if why, _ := unlisted(workload.ResourceGroup{ID: "team-a", Status: workload.Provisioned}); why != "" {
		t.Error(why)
	}
}
