package policy_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// now is the time of every sweep in these tests.
var now = time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)

// team is the resource group of most tests.
var team = workload.ResourceGroup{ID: "team-a", Labels: map[string]string{"ext.ai.sap.com/stage": "dev"}}

// input returns the input for a plan of team.
func input(executions []workload.Execution, now time.Time) policy.Input {
	return policy.Input{Group: team, Executions: executions, Now: now}
}

// day is the length of the config's unit d.
const day = 24 * time.Hour

// run returns a plausible execution: all its times are age ago.
func run(id string, status workload.Status, age time.Duration, more ...func(*workload.Execution)) workload.Execution {
	at := workload.At(now.Add(-age))
	e := workload.Execution{
		ID: id, Status: status, TargetStatus: workload.Completed,
		ScenarioID: "text-clf", ExecutableID: "train", ConfigurationID: "conf-1", ConfigurationName: "nightly",
		CreatedAt: at, ModifiedAt: at, SubmissionTime: at, StartTime: at, CompletionTime: at,
	}
	for _, change := range more {
		change(&e)
	}
	return e
}

// ago returns the time d before now.
func ago(d time.Duration) workload.Timestamp { return workload.At(now.Add(-d)) }

// globs compiles valid patterns.
func globs(patterns ...string) glob.List {
	var list glob.List
	for _, p := range patterns {
		compiled, err := glob.Compile(p)
		if err != nil {
			panic(err)
		}
		list = append(list, compiled)
	}
	return list
}

// when compiles a valid expression.
func when(t testing.TB, expression string) policy.Condition {
	t.Helper()
	c, err := policy.When(expression)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// match returns a match with these conditions and ageFrom auto.
func match(conditions ...policy.Condition) policy.Match {
	return policy.Match{Conditions: conditions}
}

// one returns a set with a single policy.
func one(action policy.Action, m policy.Match, keep *policy.Keep) *policy.Set {
	return &policy.Set{Policies: []policy.Policy{{Name: "p", Match: m, Action: action, Keep: keep}}}
}

// verdict returns a decision as text: the action with the policy, and the reason.
func verdict(s *policy.Set, d policy.Decision) string {
	name := "-"
	if d.Policy >= 0 {
		name = s.Policies[d.Policy].Name
	}
	words := fmt.Sprintf("%v %s %v", d.Action, name, d.Reason)
	if d.DryRun {
		words += " dry"
	}
	return words
}

// names returns the condition of a key that matches names.
func names(key string, patterns glob.List) policy.Condition {
	i := slices.IndexFunc(workload.Fields[:], func(f workload.Field) bool { return f.Key == key })
	return policy.Names(&workload.Fields[i], patterns)
}

// per returns a dimension of keep.
func per(word string) policy.Dimension {
	d, ok := policy.ParseDimension(word)
	if !ok {
		panic(word)
	}
	return d
}
