package reaper_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// swept returns the resource groups of a report.
func swept(r *report.Report) (ids []string) {
	for _, g := range r.Groups {
		ids = append(ids, g.ID)
	}
	return ids
}

func TestWhichGroupsAreSwept(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		yaml    string
		shard   reaper.Shard
		want    []string
		failed  bool
		warning string
	}{
		"ids written out, less what is excluded": {yaml: "resourceGroups: {include: [team-a, prod], exclude: ['prod*']}", want: []string{"team-a"}},
		"a glob, less what is excluded":          {yaml: "resourceGroups: {include: ['*'], exclude: ['prod*']}", want: []string{"team-a", "team-b"}},
		"labels": {
			yaml: "resourceGroups: {labels: {'ext.ai.sap.com/stage': dev}}", want: []string{"team-b"},
		},
		"nothing matches":             {yaml: "resourceGroups: {include: ['nobody-*']}", failed: true},
		"all is excluded":             {yaml: "resourceGroups: {include: [team-a], exclude: [team-a]}", failed: true},
		"a shard without any of them": {yaml: "resourceGroups: {include: ['nobody-*']}", shard: reaper.Shard{Index: 0, Count: 2}},
		"an entry that matches nothing": {
			yaml: "resourceGroups: {include: ['team-*', 'tema-*']}", want: []string{"team-a", "team-b"}, warning: "tema-* matches no resource group",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, simulator.Options{}, cleanUp+test.yaml)
			b.simulator.AddGroup("prod", "PROVISIONED")
			b.simulator.AddGroup("team-a", "PROVISIONED", [2]string{"ext.ai.sap.com/owner", "a"})
			b.simulator.AddGroup("team-b", "PROVISIONED", [2]string{"ext.ai.sap.com/stage", "dev"})
			b.before = func(_ http.ResponseWriter, r *http.Request) bool {
				if query := r.URL.Query(); query.Has("labelSelector") { // a server that takes no notice of it
					query.Del("labelSelector")
					r.URL.RawQuery = query.Encode()
				}
				return false
			}
			o := b.options()
			o.Shard = test.shard
			r := reaper.Sweep(t.Context(), o)
			if got := swept(r); !slices.Equal(got, test.want) {
				t.Errorf("swept %v, want %v", got, test.want)
			}
			if (r.Result == report.ResultFailed) != test.failed || errors.Is(r.Cause, reaper.ErrNoGroups) != test.failed {
				t.Errorf("the result is %s: %v", r.Result, r.Cause)
			}
			if !strings.Contains(strings.Join(r.Warnings, "\n"), test.warning) {
				t.Errorf("warnings %q", r.Warnings)
			}
		})
	}
}

// The resource group of the credentials is also not sent if it begins or ends
// with a blank.
func TestTheDefaultGroupMustBeOneThatCanBeNamed(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp)
	b.simulator.AddGroup("prod", "PROVISIONED")
	b.simulator.Put("prod", run("dead-old", "DEAD", 5))
	o := b.options()
	o.Groups.Default = "prod "
	if r := reaper.Sweep(t.Context(), o); r.Cause == nil || len(b.left("prod")) != 1 {
		t.Errorf("cause %v", r.Cause)
	}
}

// Each group belongs to one shard, and only that shard sweeps it.
func TestShardsSweepEachGroupOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{ResourceGroups: 12, Executions: 24}, cleanUp+"resourceGroups: {include: ['*']}")
	var all []string
	for i := range 3 {
		o := b.options()
		o.Shard = reaper.Shard{Index: i, Count: 3}
		all = append(all, swept(reaper.Sweep(t.Context(), o))...)
	}
	slices.Sort(all)
	if got := b.simulator.Groups(); !slices.Equal(all, slices.Sorted(slices.Values(got))) {
		t.Errorf("swept %v of %v", all, got)
	}
}

// A tenant that serves others has groups of its customers.
func TestAGlobThatReachesCustomersIsWarnedOf(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp+"resourceGroups: {include: ['*']}")
	b.simulator.AddGroup("0f4c2d9e-1b7a-4c55-9d0e-5a6b7c8d9e0f", "PROVISIONED")
	if r := b.sweep(t); !strings.Contains(strings.Join(r.Warnings, "\n"), "belong to your customers") {
		t.Errorf("warnings %q", r.Warnings)
	}
}

// A dry-run policy does not affect others and nothing of it is sent, in any mode.
func TestADryRunPolicyIsPlannedOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp)
	b.config.Set.Policies[0].DryRun = true
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("dead-old", "DEAD", 5), run("runs-long", "RUNNING", 4))
	r := b.sweep(t)
	if got := outcomes(r); got["dead-old"] != "planned" || got["runs-long"] != "verified" {
		t.Errorf("outcomes %v", got)
	}
	if r.Policies[0].Mode != report.DryRun || r.Policies[0].Planned != 1 || r.Result != report.ResultOK {
		t.Errorf("%s, %+v", r.Result, r.Policies[0])
	}
}

// If another policy wants to delete a run that was just stopped, that is left to
// the next sweep.
func TestADeletionIsTheSamePolicysAsTheStop(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{Settle: time.Second}, `
limits: {maxPercent: 100}
policies:
  - {name: stopped, match: {statuses: [STOPPED], olderThan: 1d, ageFrom: started}, action: delete}
  - {name: tidy, match: {olderThan: 2d, ageFrom: started}, action: stop-then-delete}
`)
	b.simulator.AddGroup("default", "PROVISIONED")
	b.simulator.Put("default", run("trains", "RUNNING", 4))
	r := b.sweep(t)
	if len(b.left("default")) != 1 || r.Policies[1].Stopped != 1 || r.Policies[1].Deleted != 0 {
		t.Errorf("left %v, %+v", b.left("default"), r.Policies)
	}
}

// Node time counts to now for running executions, and to their end for ended
// ones.
func TestNodeTime(t *testing.T) {
	t.Parallel()
	b := newBench(t, simulator.Options{}, cleanUp)
	b.simulator.AddGroup("default", "PROVISIONED")
	ended := run("dead-old", "DEAD", 5)
	ended.CompletionTime = ended.StartTime.Add(3 * time.Hour)
	b.simulator.Put("default", ended, run("runs-long", "RUNNING", 4))
	if hours := b.sweep(t).NodeHours(); hours < 99 || hours > 99.1 {
		t.Errorf("%g node hours, want 96 and 3", hours)
	}
}
