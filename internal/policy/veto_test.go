package policy_test

import (
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// greedy returns one policy for each action, each for every state on which it can
// act.
func greedy() *policy.Set {
	return &policy.Set{Policies: []policy.Policy{
		{Name: "stop", Action: policy.Stop}, {Name: "delete", Action: policy.Delete}, {Name: "both", Action: policy.StopThenDelete},
	}}
}

func TestOutOfBounds(t *testing.T) {
	t.Parallel()
	protect := func(m policy.Match) func(*policy.Set) {
		return func(s *policy.Set) { s.Protect = append(s.Protect, m) }
	}
	minAge := func(s *policy.Set) { s.MinAge = time.Hour }
	noScenario := func(e *workload.Execution) { e.ScenarioID = "" }
	for _, test := range []struct {
		name   string
		status workload.Status
		target workload.Status
		change change
		set    func(*policy.Set)
		want   string
	}{
		{"nothing is: RUNNING is stopped", workload.Running, workload.Completed, nil, nil, "stop stop expired"},
		{"nothing is: PENDING is stopped", workload.Pending, "", nil, nil, "stop stop expired"},
		{"nothing is: COMPLETED is deleted", workload.Completed, workload.Completed, nil, nil, "delete delete expired"},
		{"nothing is: UNKNOWN is deleted", workload.Unknown, workload.Running, nil, nil, "delete delete expired"},
		{"an id that could name something else", workload.Dead, "", func(e *workload.Execution) { e.ID = "../../admin/resourceGroups/g00" }, nil, "keep - bad-id"},
		{"an id of dots", workload.Dead, "", func(e *workload.Execution) { e.ID = "...." }, nil, "keep - bad-id"},
		{"no id", workload.Dead, "", func(e *workload.Execution) { e.ID = "" }, nil, "keep - bad-id"},
		{"records that differ", workload.Dead, "", func(e *workload.Execution) { e.Contradictory = true }, nil, "keep - contradictory"},
		{"a status word nobody knows", "PAUSED", "", nil, nil, "keep - status-unknown"},
		{"no status", "", "", nil, nil, "keep - status-unknown"},
		{"a target is no status", workload.Deleted, "", nil, nil, "keep - status-unknown"},
		{"a target word nobody knows", workload.Dead, "FROZEN", nil, nil, "keep - status-unknown"},
		{"STOPPING", workload.Stopping, workload.Stopped, nil, nil, "keep - in-transition"},
		{"RUNNING that is to stop", workload.Running, workload.Stopped, nil, nil, "keep - in-transition"},
		{"PENDING that is to stop", workload.Pending, workload.Stopped, nil, nil, "keep - in-transition"},
		{"STOPPED that was to stop is not", workload.Stopped, workload.Stopped, nil, nil, "delete delete expired"},
		{"what is to be deleted", workload.Dead, workload.Deleted, nil, nil, "keep - in-transition"},
		{"what a protect entry matches", workload.Dead, "", nil, protect(match(names("scenarios", globs("text-*")))), "keep - protected"},
		{"what it does not match is not", workload.Dead, "", nil, protect(match(names("scenarios", globs("prod-*")))), "delete delete expired"},
		{"what it may match", workload.Dead, "", noScenario, protect(match(names("scenarios", globs("prod-*")))), "keep - protected"},
		{"what its not may match", workload.Dead, "", noScenario, protect(match(policy.Not(match(names("scenarios", globs("dev-*")))))), "keep - protected"},
		{"what its ages match", workload.Dead, "", nil, protect(match(policy.YoungerThan(3 * day))), "keep - protected"},
		{"what its ages do not match is not", workload.Dead, "", nil, protect(match(policy.YoungerThan(day))), "delete delete expired"},
		{"what its not of an age may match", workload.Dead, "", func(e *workload.Execution) { e.CompletionTime, e.ModifiedAt = 0, 0 }, protect(match(policy.Not(match(policy.YoungerThan(day))))), "keep - protected"},
		{"what its expression fails on", workload.Dead, "", nil, protect(match(when(t, `execution.statusMessage == "x"`))), "keep - protected"},
		{"what is younger than minAge", workload.Dead, "", func(e *workload.Execution) { e.CreatedAt = ago(time.Hour - 1) }, minAge, "keep - min-age"},
		{"what is exactly as old is not", workload.Dead, "", func(e *workload.Execution) { e.CreatedAt = ago(time.Hour) }, minAge, "delete delete expired"},
		{"what has a createdAt that cannot be read, even without minAge", workload.Dead, "", func(e *workload.Execution) { e.CreatedAt = workload.Unreadable }, nil, "keep - min-age"},
		{"what was created after 2261, even without minAge", workload.Dead, "", func(e *workload.Execution) { e.CreatedAt = workload.Latest }, nil, "keep - min-age"},
		{"what was created in the future, even without minAge", workload.Dead, "", func(e *workload.Execution) { e.CreatedAt = ago(-1) }, nil, "keep - min-age"},
		{"what has no readable createdAt, even without minAge", workload.Dead, "", func(e *workload.Execution) { e.CreatedAt = 0 }, nil, "keep - min-age"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := run("run1", test.status, 2*day)
			e.TargetStatus = test.target
			s := greedy()
			if test.change != nil {
				test.change(&e)
			}
			if test.set != nil {
				test.set(s)
			}
			if got := verdict(s, s.Plan(input([]workload.Execution{e}, now)).Decisions[0]); got != test.want {
				t.Errorf("decided %q, want %q", got, test.want)
			}
		})
	}
}

// An id that two resource groups list is not touched in either of them.
func TestListedElsewhereToo(t *testing.T) {
	t.Parallel()
	in := input([]workload.Execution{run("run1", workload.Dead, 2*day), run("run2", workload.Dead, 2*day)}, now)
	in.Elsewhere = func(id string) bool { return id == "run1" }
	s := greedy()
	for i, want := range []string{"keep - contradictory", "delete delete expired"} {
		if got := verdict(s, s.Plan(in).Decisions[i]); got != want {
			t.Errorf("decided %q, want %q", got, want)
		}
	}
	if saw := s.Explain(in, 0).Vetoes[1].Saw; saw != "another resource group lists it, too" {
		t.Errorf("explained as %q", saw)
	}
}

// All vetoes hold for this execution. Removing them one by one shows their order.
func TestReasonsComeInOrder(t *testing.T) {
	t.Parallel()
	e := run("run1", "PAUSED", time.Minute)
	e.ID, e.Contradictory, e.TargetStatus, e.CompletionTime, e.ModifiedAt = "../x", true, workload.Deleted, 0, 0
	s := one(policy.Delete, match(policy.OlderThan(day)), &policy.Keep{Latest: 1, Within: day, Daily: 1})
	s.Protect, s.MinAge = []policy.Match{match()}, time.Hour
	for _, step := range []struct {
		want string
		next func()
	}{
		{"keep - bad-id", func() { e.ID = "run1" }},
		{"keep - contradictory", func() { e.Contradictory = false }},
		{"keep - status-unknown", func() { e.Status = workload.Dead }},
		{"keep - in-transition", func() { e.TargetStatus = "" }},
		{"keep - protected", func() { s.Protect = nil }},
		{"keep - min-age", func() { s.MinAge = 0 }},
		{"keep p no-timestamp", func() { e.CompletionTime = ago(time.Minute) }},
		{"keep p not-expired", func() { e.CompletionTime = ago(2 * day) }},
		{"keep p kept-latest", func() { s.Policies[0].Keep.Latest = 0 }},
		{"keep p kept-within", func() { s.Policies[0].Keep.Within = 0 }},
		{"keep p kept-daily", func() { s.Policies[0].Keep.Daily = 0 }},
		{"delete p expired", func() { s.Policies[0].Match = match(policy.Statuses(workload.Stopped)) }},
		{"keep - unmatched", func() {}},
	} {
		if got := verdict(s, s.Plan(input([]workload.Execution{e}, now)).Decisions[0]); got != step.want {
			t.Fatalf("decided %q, want %q", got, step.want)
		}
		step.next()
	}
}
