package policy_test

import (
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// A change turns the default execution into the one of a test.
type change = func(*workload.Execution)

func TestEachKeyOfAMatch(t *testing.T) {
	t.Parallel()
	const expired, unmatched, notExpired = "delete p expired", "keep - unmatched", "keep p not-expired"
	for _, test := range []struct {
		name   string
		match  policy.Match
		change change
		want   string
	}{
		{"statuses hold for one of them", match(policy.Statuses(workload.Dead, workload.Stopped)), nil, expired},
		{"statuses do not hold for another", match(policy.Statuses(workload.Stopped)), nil, unmatched},
		{"a match without conditions holds for all", match(), nil, expired},
		{"every condition must hold", match(policy.Statuses(workload.Dead), names("scenarios", globs("other"))), nil, unmatched},
		{"scenarios match by glob", match(names("scenarios", globs("nope", "text-*"))), nil, expired},
		{"a glob matches the whole name", match(names("scenarios", globs("text"))), nil, unmatched},
		{"an empty list of globs matches nothing", match(names("scenarios", nil)), nil, unmatched},
		{"ids match", match(names("ids", globs("run*"))), nil, expired},
		{"executables match", match(names("executables", globs("tr?in"))), nil, expired},
		{"configurations match", match(names("configurations", globs("conf-[0-9]"))), nil, expired},
		{"configuration names match", match(names("configurationNames", globs("{nightly,weekly}"))), nil, expired},
		{"schedules match", match(names("schedules", globs("s-*"))), func(e *workload.Execution) { e.ExecutionScheduleID = "s-1" }, expired},
		{"no schedule matches no glob", match(names("schedules", globs("*"))), nil, unmatched},
		{"no schedule is picked by not", match(policy.Not(match(names("schedules", globs("*"))))), nil, expired},
		{"a missing scenario matches no glob", match(names("scenarios", globs("*"))), func(e *workload.Execution) { e.ScenarioID = "" }, unmatched},
		{"not of a missing scenario is unknown", match(policy.Not(match(names("scenarios", globs("prod"))))), func(e *workload.Execution) { e.ScenarioID = "" }, unmatched},
		{"not not of a missing scenario is unknown", match(policy.Not(match(policy.Not(match(names("scenarios", globs("*"))))))), func(e *workload.Execution) { e.ScenarioID = "" }, unmatched},
		{"what a not surely rules out outweighs what it does not know", match(policy.Not(match(names("scenarios", globs("prod")), policy.Statuses(workload.Stopped)))), func(e *workload.Execution) { e.ScenarioID = "" }, expired},
		{"not of what holds does not", match(policy.Not(match(policy.Statuses(workload.Dead)))), nil, unmatched},
		{"not of nothing holds for none", match(policy.Not(match())), nil, unmatched},
		{"older than its age is not yet expired", match(policy.OlderThan(3 * day)), nil, notExpired},
		{"exactly as old is not older", match(policy.OlderThan(2 * day)), nil, notExpired},
		{"a nanosecond more is older", match(policy.OlderThan(2*day - 1)), nil, expired},
		{"younger than holds below", match(policy.YoungerThan(2*day + 1)), nil, expired},
		{"exactly as old is not younger", match(policy.YoungerThan(2 * day)), nil, notExpired},
		{"not older than holds for the younger", match(policy.Not(match(policy.OlderThan(3 * day)))), nil, expired},
		{"a not of ages alone counts as an age", match(policy.Not(match(policy.OlderThan(day)))), nil, notExpired},
		{"a not of more than ages holds for the young", match(policy.Not(match(policy.OlderThan(3*day), names("scenarios", globs("text-*"))))), nil, expired},
		{"a not of more than ages does not match aside from them", match(policy.Not(match(policy.OlderThan(day), names("scenarios", globs("text-*"))))), nil, unmatched},
		{"a time that cannot be read does not give way to another", match(), func(e *workload.Execution) { e.CompletionTime = workload.Unreadable }, "keep p no-timestamp"},
		{"a time after 2261 counts as now", match(policy.OlderThan(0)), func(e *workload.Execution) { e.CompletionTime = workload.Latest }, notExpired},
		{"without any time nothing expires", match(), func(e *workload.Execution) { e.CompletionTime, e.ModifiedAt = 0, 0 }, "keep p no-timestamp"},
		{"without any time nothing is younger", match(policy.YoungerThan(day)), func(e *workload.Execution) { e.CompletionTime, e.ModifiedAt = 0, 0 }, "keep p no-timestamp"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := run("run1", workload.Dead, 2*day)
			if test.change != nil {
				test.change(&e)
			}
			s := one(policy.Delete, test.match, nil)
			if got := verdict(s, s.Plan(input([]workload.Execution{e}, now)).Decisions[0]); got != test.want {
				t.Errorf("decided %q, want %q", got, test.want)
			}
		})
	}
}

func TestTheAgeCounts(t *testing.T) {
	t.Parallel()
	// Each time lies another number of hours back.
	full := workload.Execution{ID: "run1", CreatedAt: ago(50 * time.Hour), SubmissionTime: ago(40 * time.Hour), StartTime: ago(30 * time.Hour), CompletionTime: ago(20 * time.Hour), ModifiedAt: ago(10 * time.Hour)}
	without := func(change change) workload.Execution { e := full; change(&e); return e }
	for _, test := range []struct {
		name   string
		from   policy.AgeFrom
		action policy.Action
		status workload.Status
		e      workload.Execution
		hours  time.Duration
	}{
		{"of COMPLETED from its completion", policy.Auto, policy.Delete, workload.Completed, full, 20},
		{"of DEAD from its completion", policy.Auto, policy.Delete, workload.Dead, full, 20},
		{"of STOPPED from its completion", policy.Auto, policy.Delete, workload.Stopped, full, 20},
		{"of STOPPED under stop-then-delete from its start", policy.Auto, policy.StopThenDelete, workload.Stopped, full, 30},
		{"of STOPPED under stop-then-delete that never started from its submission", policy.Auto, policy.StopThenDelete, workload.Stopped, without(func(e *workload.Execution) { e.StartTime = 0 }), 40},
		{"of STOPPED under stop-then-delete that was never submitted from its last change", policy.Auto, policy.StopThenDelete, workload.Stopped, without(func(e *workload.Execution) { e.StartTime, e.SubmissionTime = 0, 0 }), 10},
		{"of STOPPED under stop-then-delete from what ageFrom says", policy.Completed, policy.StopThenDelete, workload.Stopped, full, 20},
		{"of COMPLETED under stop-then-delete from its completion", policy.Auto, policy.StopThenDelete, workload.Completed, full, 20},
		{"of RUNNING from its start", policy.Auto, policy.Stop, workload.Running, full, 30},
		{"of PENDING from its submission", policy.Auto, policy.Stop, workload.Pending, full, 40},
		{"of UNKNOWN from its last change", policy.Auto, policy.Delete, workload.Unknown, full, 10},
		{"from modifiedAt where the time is missing, not from an earlier one", policy.Auto, policy.Delete, workload.Dead, without(func(e *workload.Execution) { e.CompletionTime = 0 }), 10},
		{"from modifiedAt where a named time is missing", policy.Started, policy.Delete, workload.Dead, without(func(e *workload.Execution) { e.StartTime = 0 }), 10},
		{"from created", policy.Created, policy.Delete, workload.Dead, full, 50},
		{"from submitted", policy.Submitted, policy.Delete, workload.Dead, full, 40},
		{"from started", policy.Started, policy.Delete, workload.Dead, full, 30},
		{"from completed", policy.Completed, policy.Stop, workload.Running, full, 20},
		{"from modified", policy.Modified, policy.Delete, workload.Dead, full, 10},
		{"as none for a time in the future", policy.Modified, policy.Delete, workload.Dead, without(func(e *workload.Execution) { e.ModifiedAt = ago(-time.Hour) }), 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.e.Status = test.status
			s := one(test.action, policy.Match{AgeFrom: test.from}, nil)
			d := s.Plan(input([]workload.Execution{test.e}, now)).Decisions[0]
			if d.Age != test.hours*time.Hour || d.Action == policy.None {
				t.Errorf("age %v, want %v (%s)", d.Age, test.hours*time.Hour, verdict(s, d))
			}
		})
	}
}

func TestANotCountsAgesLikeTheMatchAroundItUnlessItSaysOtherwise(t *testing.T) {
	t.Parallel()
	e := run("run1", workload.Dead, 10*day, func(e *workload.Execution) { e.CompletionTime = ago(day) })
	for from, want := range map[policy.AgeFrom]string{policy.Auto: "keep p not-expired", policy.Completed: "delete p expired"} {
		inner := policy.Match{AgeFrom: from, Conditions: []policy.Condition{policy.OlderThan(5 * day)}}
		s := one(policy.Delete, policy.Match{AgeFrom: policy.Created, Conditions: []policy.Condition{policy.Not(inner)}}, nil)
		if got := verdict(s, s.Plan(input([]workload.Execution{e}, now)).Decisions[0]); got != want {
			t.Errorf("ageFrom %v inside, created outside: %q, want %q", from, got, want)
		}
	}
}

func TestTheLongestAgeDoesNotOverflow(t *testing.T) {
	t.Parallel()
	e := run("run1", workload.Dead, 0, func(e *workload.Execution) {
		old := workload.At(time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC))
		e.CreatedAt, e.CompletionTime = old, old
	})
	if age, ok := policy.AutoAge(&e, now); !ok || age < 290*365*day {
		t.Errorf("age %v, %v", age, ok)
	}
}

func TestNeedsDetails(t *testing.T) {
	t.Parallel()
	reads, doesNot := when(t, `has(execution.statusMessage)`), when(t, `execution.status == "DEAD"`)
	for _, test := range []struct {
		name string
		set  policy.Set
		want bool
	}{
		{"not without expressions", *one(policy.Delete, match(policy.OlderThan(day)), nil), false},
		{"not for other fields", *one(policy.Delete, match(doesNot), nil), false},
		{"for a policy that reads them", *one(policy.Delete, match(reads), nil), true},
		{"for one that reads the artifacts", *one(policy.Delete, match(when(t, `size(execution.outputArtifacts) == 0`)), nil), true},
		{"inside a not", *one(policy.Delete, match(policy.Not(match(reads))), nil), true},
		{"for a protect entry that reads them", policy.Set{Protect: []policy.Match{match(reads)}}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.set.Needs().Details; got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
