package policy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestPoliciesInFileOrder(t *testing.T) {
	t.Parallel()
	old, young := match(policy.OlderThan(day)), match(policy.OlderThan(30*day))
	latest := &policy.Keep{Latest: 1}
	for _, test := range []struct {
		name     string
		policies []policy.Policy
		status   workload.Status
		want     string
	}{
		{"the first that wants it has it", []policy.Policy{{Match: old, Action: policy.Delete}, {Match: old, Action: policy.Delete}}, workload.Dead, "delete p0 expired"},
		{"one that does not want it leaves it to a later one", []policy.Policy{{Match: young, Action: policy.Delete}, {Match: old, Action: policy.Delete}}, workload.Dead, "delete p1 expired"},
		{"what keep saves can be taken by a later one", []policy.Policy{{Match: old, Action: policy.Delete, Keep: latest}, {Match: old, Action: policy.Delete}}, workload.Dead, "delete p1 expired"},
		{"a keep does not save what an earlier one wants", []policy.Policy{{Match: old, Action: policy.Delete}, {Match: old, Action: policy.Delete, Keep: latest}}, workload.Dead, "delete p0 expired"},
		{"the first reason stands where none wants it", []policy.Policy{{Match: old, Action: policy.Delete, Keep: latest}, {Match: young, Action: policy.Delete}}, workload.Dead, "keep p0 kept-latest"},
		{"an unmatched policy gives no reason", []policy.Policy{{Match: match(policy.Statuses(workload.Stopped)), Action: policy.Delete}, {Match: young, Action: policy.Delete}}, workload.Dead, "keep p1 not-expired"},
		{"a policy of other groups gives no reason", []policy.Policy{{Match: old, Action: policy.Delete, Groups: globs("prod-*")}, {Match: young, Action: policy.Delete}}, workload.Dead, "keep p1 not-expired"},
		{"a policy for the group is asked", []policy.Policy{{Match: old, Action: policy.Delete, Groups: globs("team-*")}}, workload.Dead, "delete p0 expired"},
		{"delete is not for RUNNING", []policy.Policy{{Match: old, Action: policy.Delete}}, workload.Running, "keep - unmatched"},
		{"stop is not for DEAD", []policy.Policy{{Match: old, Action: policy.Stop}}, workload.Dead, "keep - unmatched"},
		{"stop-then-delete stops the active first", []policy.Policy{{Match: old, Action: policy.StopThenDelete}}, workload.Running, "stop-then-delete p0 expired"},
		{"stop-then-delete just deletes the ended", []policy.Policy{{Match: old, Action: policy.StopThenDelete}}, workload.Stopped, "delete p0 expired"},
		{"a dry one leaves it to a later one that enforces", []policy.Policy{{Match: old, Action: policy.Delete, DryRun: true}, {Match: old, Action: policy.Delete}}, workload.Dead, "delete p1 expired"},
		{"a dry one has it where none enforces", []policy.Policy{{Match: young, Action: policy.Delete}, {Match: old, Action: policy.Delete, DryRun: true}}, workload.Dead, "delete p1 expired dry"},
		{"of two dry ones the first has it", []policy.Policy{{Match: old, Action: policy.Delete, DryRun: true}, {Match: old, Action: policy.Delete, DryRun: true}}, workload.Dead, "delete p0 expired dry"},
		{"without policies nothing matches", nil, workload.Dead, "keep - unmatched"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := &policy.Set{Policies: test.policies}
			for i := range s.Policies {
				s.Policies[i].Name = []string{"p0", "p1"}[i]
			}
			plan := s.Plan(input([]workload.Execution{run("run1", test.status, 2*day)}, now))
			if got := verdict(s, plan.Decisions[0]); got != test.want {
				t.Errorf("decided %q, want %q", got, test.want)
			}
		})
	}
}

func TestOverdueIsTheAgeBeyondOlderThan(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		match policy.Match
		want  time.Duration
	}{{match(policy.OlderThan(2 * day)), 3 * day}, {match(), 5 * day}, {match(policy.OlderThan(day), policy.OlderThan(4*day)), day}} {
		d := one(policy.Delete, test.match, nil).Plan(input([]workload.Execution{run("run1", workload.Dead, 5*day)}, now)).Decisions[0]
		if d.Overdue != test.want || d.Age != 5*day {
			t.Errorf("age %v, overdue %v, want %v", d.Age, d.Overdue, test.want)
		}
	}
}

func TestTalliesCountWhatBecameOfWhatMatched(t *testing.T) {
	t.Parallel()
	ripe := match(policy.OlderThan(day))
	s := &policy.Set{
		Protect:  []policy.Match{match(names("scenarios", globs("prod")))},
		Policies: []policy.Policy{{Name: "a", Match: ripe, Action: policy.Delete, Keep: &policy.Keep{Latest: 1}}, {Name: "b", Match: ripe, Action: policy.Delete}, {Name: "c", Match: ripe, Action: policy.Delete, Groups: globs("other")}},
	}
	executions := []workload.Execution{
		run("run1", workload.Dead, 2*day), run("run2", workload.Dead, 3*day),
		run("run3", workload.Dead, 4*day, func(e *workload.Execution) { e.TargetStatus = workload.Deleted }),
		run("run4", workload.Dead, 4*day, func(e *workload.Execution) { e.ScenarioID = "prod" }),
		run("run5", workload.Dead, time.Hour, func(e *workload.Execution) { e.ScenarioID = "fresh" }),
		run("run6", workload.Running, 4*day, func(e *workload.Execution) { e.ScenarioID = "busy" }),
	}
	want := []policy.Tally{{Matched: 4, Kept: 2, Protected: 1}, {Matched: 4, Protected: 2, Elsewhere: 1}, {}}
	if got := s.Plan(input(executions, now)).Tallies; !slices.Equal(got, want) {
		t.Errorf("tallies %+v, want %+v", got, want)
	}
}

func TestSelect(t *testing.T) {
	t.Parallel()
	s := &policy.Set{Policies: []policy.Policy{{Name: "dead"}, {Name: "runaway"}, {Name: "nightly"}}, Protect: []policy.Match{match()}, MinAge: time.Hour}
	selected, err := s.Select("nightly", "dead")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range selected.Policies {
		names = append(names, p.Name)
	}
	if !slices.Equal(names, []string{"dead", "nightly"}) || len(selected.Protect) != 1 || selected.MinAge != time.Hour || len(s.Policies) != 3 {
		t.Errorf("selected %v of %+v", names, selected)
	}
	for name, want := range map[string]string{
		"nightli": `no policy "nightli" in the config: did you mean "nightly"?`,
		"":        `no policy "" in the config: did you mean "dead"?`,
	} {
		if _, err := s.Select("dead", name); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	if _, err := new(policy.Set).Select("x"); err == nil || err.Error() != `no policy "x": the config has no policies` {
		t.Errorf("error %v", err)
	}
}
