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

// team is the resource group of most of them.
var team = workload.ResourceGroup{ID: "team-a", Labels: map[string]string{"ext.ai.sap.com/stage": "dev"}}

// input is what a plan of team is made from.
func input(executions []workload.Execution, now time.Time) policy.Input {
	return policy.Input{Group: team, Executions: executions, Now: now}
}

// day is as long as the config's d.
const day = 24 * time.Hour

// run is an execution of a plausible shape: all its times lie age back.
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

// ago is the timestamp that lies so far back.
func ago(d time.Duration) workload.Timestamp { return workload.At(now.Add(-d)) }

// globs compiles patterns that are known to be right.
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

// when compiles an expression that is known to be right.
func when(t testing.TB, expression string) policy.Condition {
	t.Helper()
	c, err := policy.When(expression)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// match is a match of conditions, ages counted automatically.
func match(conditions ...policy.Condition) policy.Match {
	return policy.Match{Conditions: conditions}
}

// one is a set of a single policy.
func one(action policy.Action, m policy.Match, keep *policy.Keep) *policy.Set {
	return &policy.Set{Policies: []policy.Policy{{Name: "p", Match: m, Action: action, Keep: keep}}}
}

// verdict is a decision in words: the action with the policy, and the reason.
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

// names is the key of a match that reads names.
func names(key string, patterns glob.List) policy.Condition {
	i := slices.IndexFunc(workload.Fields[:], func(f workload.Field) bool { return f.Key == key })
	return policy.Names(&workload.Fields[i], patterns)
}

// per is the dimension of a keep.
func per(word string) policy.Dimension {
	d, ok := policy.ParseDimension(word)
	if !ok {
		panic(word)
	}
	return d
}
