package policy_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The test fixes the JSON names of an explanation, because other programs read
// them.
func TestTheExplanationAsJSON(t *testing.T) {
	t.Parallel()
	executions := []workload.Execution{
		run("run1", workload.Completed, day), run("run2", workload.Completed, 20*day),
		run("run3", workload.Completed, 20*day+time.Hour, func(e *workload.Execution) { e.CompletionTime = 0 }), run("run4", workload.Completed, 60*day),
	}
	s := &policy.Set{
		MinAge: time.Hour,
		Protect: []policy.Match{
			match(names("scenarios", globs("prod-*"))),
			match(names("configurationNames", globs("*golden*")), policy.YoungerThan(30*day)),
		},
		Policies: []policy.Policy{
			{Name: "dead", Action: policy.Delete, Match: match(policy.Statuses(workload.Dead, workload.Unknown), policy.OlderThan(3*day))},
			{Name: "elsewhere", Action: policy.Stop, Groups: globs("prod-*"), Match: match(policy.OlderThan(day))},
			{Name: "oom", Action: policy.Delete, Match: match(when(t, `execution.statusMessage.contains("OOM") && age > duration("1h")`))},
			{Name: "nightly", Action: policy.StopThenDelete, Match: match(policy.OlderThan(14*day), policy.Not(match(names("schedules", globs("*"))))),
				Keep: &policy.Keep{Latest: 1, Within: 2 * day, Daily: 2, Monthly: 3, Statuses: []workload.Status{workload.Completed}, Per: []policy.Dimension{per("scenario"), per("configuration")}}},
		},
	}
	var got bytes.Buffer
	if err := (&render.Explanation{Explanation: s.Explain(input(executions, now), 2)}).JSON(&got); err != nil {
		t.Fatal(err)
	}
	golden(t, "explanation.json", got.Bytes())
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; if that is meant, run with -update:\n%s", file, got)
	}
}

func TestTheExplanationSaysWhyKeepDoesNotCount(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		e    workload.Execution
		want policy.NotCounted
	}{
		{"one that is counted", run("run1", workload.Dead, day), 0},
		{"one of another scenario", run("run1", workload.Dead, day, scenario("other")), policy.NotMatched},
		{"a status word nobody knows", run("run1", "PAUSED", day), policy.NotKnown},
		{"another status", run("run1", workload.Completed, day), policy.NotAmong},
		{"one that is being deleted", run("run1", workload.Dead, day, func(e *workload.Execution) { e.TargetStatus = workload.Deleted }), policy.BeingDeleted},
		{"one without a time", run("run1", workload.Dead, day, func(e *workload.Execution) { e.CompletionTime, e.ModifiedAt = 0, 0 }), policy.WithoutTime},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := one(policy.Delete, match(names("scenarios", globs("text-*"))), &policy.Keep{Latest: 1, Statuses: []workload.Status{workload.Dead}})
			keep := s.Explain(input([]workload.Execution{test.e}, now), 0).Policies[0].Keep
			if keep.NotCounted != test.want || keep.Counted != (test.want == 0) {
				t.Errorf("counted %v: %d, want %d", keep.Counted, keep.NotCounted, test.want)
			}
		})
	}
}

// An id that no request can carry is the reason also where another group lists it.
func TestABadIDStaysTheReason(t *testing.T) {
	t.Parallel()
	for reason, want := range map[policy.Reason]policy.Reason{
		policy.ReasonBadID:   policy.ReasonBadID,
		policy.ReasonExpired: policy.ReasonContradictory,
		policy.ReasonMinAge:  policy.ReasonContradictory,
	} {
		e := policy.Explanation{Outcome: policy.OutcomeView{Reason: reason}}
		if got := e.Elsewhere().Outcome.Reason; got != want {
			t.Errorf("%v becomes %v, want %v", reason, got, want)
		}
	}
}
