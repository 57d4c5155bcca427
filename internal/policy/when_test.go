package policy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestWhenReads(t *testing.T) {
	t.Parallel()
	const expired, unmatched, failed, ageless = "delete p expired", "keep - unmatched", "keep p when-error", "keep p no-timestamp"
	noTimes := func(e *workload.Execution) { e.CompletionTime, e.ModifiedAt = 0, 0 }
	for _, test := range []struct {
		name, expression string
		change           change
		want             string
	}{
		{"every text of the execution by its name in the API", `execution.id == "run1" && execution.scenarioId == "text-clf" && execution.executableId == "train" && execution.configurationId == "conf-1" && execution.configurationName == "nightly" && execution.status == "DEAD" && execution.targetStatus == "COMPLETED"`, nil, expired},
		{"times", `execution.createdAt == execution.modifiedAt && execution.submissionTime <= execution.startTime && execution.completionTime.getFullYear() == 2026`, nil, expired},
		{"the age", `age == duration("48h")`, nil, expired},
		{"now", `now - execution.completionTime == duration("48h")`, nil, expired},
		{"the resource group", `resourceGroup.id == "team-a" && resourceGroup.labels["ext.ai.sap.com/stage"] == "dev"`, nil, expired},
		{"the message", `execution.statusMessage.contains("OOM")`, func(e *workload.Execution) { e.StatusMessage = "OOMKilled" }, expired},
		{"the artifacts", `size(execution.outputArtifacts) == 1 && execution.outputArtifacts.exists(a, a.kind == "model")`, func(e *workload.Execution) { e.OutputArtifacts = `[{"kind":"model"}]` }, expired},
		{"no artifacts", `size(execution.outputArtifacts) == 0`, func(e *workload.Execution) { e.OutputArtifacts = "[]" }, expired},
		{"false as no match", `execution.status == "STOPPED"`, nil, unmatched},
		{"a missing field as a failure", `execution.statusMessage == ""`, nil, failed},
		{"a missing field not, where has asks first", `!has(execution.statusMessage)`, nil, expired},
		{"a missing time as a failure", `execution.startTime < now`, func(e *workload.Execution) { e.StartTime = 0 }, failed},
		{"a missing field not, where another part decides", `execution.status == "DEAD" || execution.statusMessage == ""`, nil, expired},
		{"artifacts that are no list as a failure", `size(execution.outputArtifacts) == 0`, func(e *workload.Execution) { e.OutputArtifacts = `{` }, failed},
		{"a label that is not there as a failure", `resourceGroup.labels["stage"] == "dev"`, nil, failed},
		{"an age that is not there as no timestamp", `age > duration("1h")`, noTimes, ageless},
		{"an age that is not there not, where another part decides", `execution.status == "STOPPED" && age > duration("1h")`, noTimes, unmatched},
		{"division by nothing as a failure", `1 / (size(execution.id) - 4) == 0`, nil, failed},
		{"what costs too much as a failure", `execution.outputArtifacts.all(a, execution.outputArtifacts.all(b, execution.outputArtifacts.all(c, a + b + c >= 0.0)))`,
			func(e *workload.Execution) { e.OutputArtifacts = "[1" + strings.Repeat(",1", 99) + "]" }, failed},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := run("run1", workload.Dead, 2*day)
			if test.change != nil {
				test.change(&e)
			}
			s := one(policy.Delete, match(when(t, test.expression)), nil)
			plan := s.Plan(input([]workload.Execution{e}, now))
			if got := verdict(s, plan.Decisions[0]); got != test.want {
				t.Errorf("decided %q, want %q", got, test.want)
			}
			if errors := plan.Tallies[0].Errors; (errors == 1) != (test.want == failed) {
				t.Errorf("%d errors counted", errors)
			}
		})
	}
}

func TestAFailureCounts(t *testing.T) {
	t.Parallel()
	fails := when(t, `execution.statusMessage == "x"`)
	elsewhere := names("scenarios", globs("elsewhere"))
	for _, test := range []struct {
		name  string
		match policy.Match
		want  string
	}{
		{"for a young one, too", match(fails, policy.OlderThan(30*day)), "keep p when-error"},
		{"not where another key rules it out", match(fails, elsewhere), "keep - unmatched"},
		{"inside a not", match(policy.Not(match(fails))), "keep p when-error"},
		{"not inside a not that is ruled out", match(policy.Not(match(fails, elsewhere))), "delete p expired"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := one(policy.Delete, test.match, nil)
			if got := verdict(s, s.Plan(input([]workload.Execution{run("run1", workload.Dead, 2*day)}, now)).Decisions[0]); got != test.want {
				t.Errorf("decided %q, want %q", got, test.want)
			}
		})
	}
	s := greedy()
	s.Protect = []policy.Match{match(fails)}
	if n := s.Plan(input([]workload.Execution{run("run1", workload.Dead, 2*day)}, now)).ProtectErrors; n != 1 {
		t.Errorf("%d errors of protect counted", n)
	}
}

// Unknown labels are not the same as no labels.
func TestUnknownLabelsAreUnknown(t *testing.T) {
	t.Parallel()
	const stage = `"ext.ai.sap.com/stage" in resourceGroup.labels && resourceGroup.labels["ext.ai.sap.com/stage"] == "prod"`
	dead := []workload.Execution{run("run1", workload.Dead, 2*day)}
	for _, test := range []struct {
		name            string
		labels          map[string]string
		protected, want string
	}{
		{"unknown", nil, "keep - protected", "keep p when-error"},
		{"none", map[string]string{}, "delete p expired", "keep - unmatched"},
		{"prod", map[string]string{"ext.ai.sap.com/stage": "prod"}, "keep - protected", "delete p expired"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in := policy.Input{Group: workload.ResourceGroup{ID: "team-a", Labels: test.labels}, Executions: dead, Now: now}
			s := one(policy.Delete, match(), nil)
			s.Protect = []policy.Match{match(when(t, stage))}
			if got := verdict(s, s.Plan(in).Decisions[0]); got != test.protected {
				t.Errorf("protect: decided %q, want %q", got, test.protected)
			}
			s = one(policy.Delete, match(when(t, stage)), nil)
			if got := verdict(s, s.Plan(in).Decisions[0]); got != test.want {
				t.Errorf("match: decided %q, want %q", got, test.want)
			}
			s = one(policy.Delete, match(policy.Not(match(when(t, stage)))), nil)
			if got := s.Plan(in).Decisions[0]; test.labels == nil && got.Action != policy.None {
				t.Errorf("not: decided %q", verdict(s, got))
			}
		})
	}
}

func TestALaterPolicyTakesWhatAnExpressionFailsOn(t *testing.T) {
	t.Parallel()
	s := &policy.Set{Policies: []policy.Policy{
		{Name: "a", Match: match(when(t, `execution.statusMessage == "x"`)), Action: policy.Delete}, {Name: "b", Match: match(), Action: policy.Delete},
	}}
	if got := verdict(s, s.Plan(input([]workload.Execution{run("run1", workload.Dead, 2*day)}, now)).Decisions[0]); got != "delete b expired" {
		t.Errorf("decided %q", got)
	}
}

func TestWhenRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, expression, want string }{
		{"nothing", ``, "1:1: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"},
		{"what is no condition", `execution.status`, "1:1: the expression gives string; when needs one that gives true or false"},
		{"what may be no condition", `execution.outputArtifacts[0]`, "1:1: the expression gives dyn; when needs one that gives true or false"},
		{"a field that there is not, with its place", "execution.status == \"DEAD\" &&\n  execution.statusMesage == \"\"", `2:12: execution has no field "statusMesage": did you mean "statusMessage"?`},
		{"several at once", `execution.stat == "" || resourceGroup.name == ""`, "1:10: execution has no field \"stat\": did you mean \"status\"?\n1:38: resourceGroup has no field \"name\": did you mean \"id\"?"},
		{"has of a field that there is not", `has(execution.outputArtefacts)`, `1:4: execution has no field "outputArtefacts": did you mean "outputArtifacts"?`},
		{"a record without a field", `execution == execution`, "1:1: execution stands without a field: write execution.id, for example\n1:14: execution stands without a field: write execution.id, for example"},
		{"an unknown variable", `status == "DEAD"`, "1:1: undeclared reference to 'status'"},
		{"wrong types", `age > 3`, "1:5: found no matching overload for '_>_' applied to '(duration, int)'"},
		{"a duration as the config has it", `age > 3d`, "1:7: `3d` is not how an expression writes a duration: write duration(\"72h\")"},
		{"a short one", `age > 10s`, "1:7: `10s` is not how an expression writes a duration: write duration(\"10s\")"},
		{"one of minutes", `age > 1h30m`, "1:7: `1h30m` is not how an expression writes a duration: write duration(\"1h30m\")"},
		{"several such", "age > 1d12h &&\n  age < 2w || execution.id == '3d'", "1:7: `1d12h` is not how an expression writes a duration: write duration(\"36h\")\n2:9: `2w` is not how an expression writes a duration: write duration(\"336h\")"},
		{"days in a duration", `age > duration("3d")`, "1:16: durations of expressions have the units h, m, s and ms: write duration(\"72h\")"},
		{"a bad duration", `age > duration("soon")`, "1:16: invalid duration argument"},
		{"a bad regexp", `execution.id.matches("(")`, "1:22: invalid matches argument"},
		{"a bad timestamp", `now > timestamp("yesterday")`, "1:17: invalid timestamp argument"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := policy.When(test.expression)
			if _, ok := errors.AsType[policy.WhenErrors](err); !ok || err.Error() != test.want {
				t.Errorf("error %T:\n%v\nwant:\n%s", err, err, test.want)
			}
		})
	}
}

func FuzzWhen(f *testing.F) {
	for _, e := range expressions {
		f.Add(e.text)
	}
	f.Add(`execution.outputArtifacts.exists(a, a.kind == "model") ? age > duration("1h") : has(execution.statusMessage)`)
	f.Add("execution.id.matches('^x[0-9]+$') &&\nresourceGroup.labels.all(k, k.startsWith('ext'))")
	e := run("run1", workload.Dead, 2*day, func(e *workload.Execution) { e.OutputArtifacts = `[{"kind":"model"},1,null]` })
	f.Fuzz(func(t *testing.T, expression string) {
		c, err := policy.When(expression)
		if err != nil {
			placed(t, expression, err)
			return
		}
		s := one(policy.Delete, match(c), nil)
		d := s.Plan(input([]workload.Execution{e}, now)).Decisions[0]
		if got := s.Explain(input([]workload.Execution{e}, now), 0).Outcome.Reason; got != d.Reason {
			t.Errorf("explained as %v, decided as %v", got, d.Reason)
		}
	})
}

// placed checks that each error has a message and a valid position in the
// expression.
func placed(t *testing.T, expression string, err error) {
	t.Helper()
	list, ok := errors.AsType[policy.WhenErrors](err)
	if !ok || len(list) == 0 {
		t.Fatalf("error %T: %v", err, err)
	}
	for _, e := range list {
		if e.Line < 1 || e.Line > strings.Count(expression, "\n")+1 || e.Column < 1 || e.Message == "" {
			t.Errorf("%+v is no place in %q", e, expression)
		}
	}
}
