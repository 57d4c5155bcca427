package policy_test

import (
	"math"
	"slices"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func scores(values map[string]float64) *policy.Facts {
	f := &policy.Facts{Metrics: map[string]map[string]float64{"run1": {}, "run2": {}, "run3": {}, "run4": {}}}
	for id, v := range values {
		f.Metrics[id]["accuracy"] = v
	}
	return f
}

func TestKeepBest(t *testing.T) {
	t.Parallel()
	known := scores(map[string]float64{"run1": 0.7, "run2": 0.9, "run3": 0.8})
	missing := scores(map[string]float64{"run1": 0.7, "run2": 0.9, "run3": 0.8})
	delete(missing.Metrics, "run4")
	accuracy := func(n int, max bool) *policy.Best { return &policy.Best{Metric: "accuracy", Max: max, N: n} }
	four := []workload.Execution{run("run1", workload.Dead, day), run("run2", workload.Dead, 2*day), run("run3", workload.Dead, 3*day), run("run4", workload.Dead, 4*day)}
	for _, test := range []struct {
		name  string
		keep  policy.Keep
		facts *policy.Facts
		want  []string
		asked []int32
	}{
		{"the greatest", policy.Keep{Best: accuracy(2, true)}, known, []string{"run2 best", "run3 best"}, nil},
		{"the least", policy.Keep{Best: accuracy(1, false)}, known, []string{"run1 best"}, nil},
		{"no more than have it", policy.Keep{Best: accuracy(9, true)}, known, []string{"run1 best", "run2 best", "run3 best"}, nil},
		{"the newer of equals", policy.Keep{Best: accuracy(1, true)}, scores(map[string]float64{"run2": 0.9, "run3": 0.9}), []string{"run2 best"}, nil},
		{"not what is no number", policy.Keep{Best: accuracy(1, true)}, scores(map[string]float64{"run2": math.NaN(), "run3": 0.1}), []string{"run3 best"}, nil},
		{"whatever another rule saves, too", policy.Keep{Latest: 1, Best: accuracy(1, false)}, known, []string{"run1 latest"}, nil},
		{"all where one is unknown", policy.Keep{Best: accuracy(1, true)}, missing, []string{"run1 best", "run2 best", "run3 best", "run4 best"}, []int32{3}},
		{"all where nothing is known", policy.Keep{Best: accuracy(1, true)}, nil, []string{"run1 best", "run2 best", "run3 best", "run4 best"}, []int32{0, 1, 2, 3}},
		{"without a question where another rule saves all", policy.Keep{Latest: 4, Best: accuracy(1, true)}, nil, []string{"run1 latest", "run2 latest", "run3 latest", "run4 latest"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, in := one(policy.Delete, match(), &test.keep), input(four, now)
			in.Facts = test.facts
			if got := saved(s, in); !slices.Equal(got, test.want) {
				t.Errorf("saved %v, want %v", got, test.want)
			}
			if asked := s.Plan(in).Questions[policy.FactMetrics]; !slices.Equal(asked, test.asked) {
				t.Errorf("asked %v, want %v", asked, test.asked)
			}
		})
	}
}

// If no decision in a group depends on the metric, nothing is asked. If one does,
// the metric is asked for all executions that keep counts, also young ones.
func TestKeepAsksForWholeGroups(t *testing.T) {
	t.Parallel()
	s := one(policy.Delete, match(policy.OlderThan(3*day)), &policy.Keep{Best: &policy.Best{Metric: "accuracy", Max: true, N: 1}})
	plan := s.Plan(input([]workload.Execution{
		run("old-a", workload.Dead, 9*day, scenario("a")), run("young-a", workload.Dead, day, scenario("a")),
		run("young-b", workload.Dead, day, scenario("b")), run("busy-c", workload.Running, 9*day, scenario("c")),
	}, now))
	if got := plan.Questions[policy.FactMetrics]; !slices.Equal(got, []int32{0, 1}) {
		t.Errorf("asked about %v", got)
	}
	s = one(policy.Delete, match(policy.OlderThan(3*day), policy.Tagged("team", globs("a"))), &policy.Keep{Latest: 1})
	plan = s.Plan(input([]workload.Execution{
		run("old-a", workload.Dead, 9*day, scenario("a")), run("young-a", workload.Dead, day, scenario("a")),
		run("young-b", workload.Dead, day, scenario("b")), run("alone-c", workload.Dead, 9*day, scenario("c")),
	}, now))
	if got := plan.Questions[policy.FactTags]; !slices.Equal(got, []int32{0, 1}) {
		t.Errorf("asked about %v", got)
	}
}

func TestTheExplanationOfBest(t *testing.T) {
	t.Parallel()
	s := one(policy.Delete, match(), &policy.Keep{Best: &policy.Best{Metric: "accuracy", Max: true, N: 1}})
	in := input([]workload.Execution{run("run1", workload.Dead, day), run("run2", workload.Dead, 2*day), run("run3", workload.Dead, 3*day)}, now)
	for _, test := range []struct {
		name  string
		facts *policy.Facts
		want  policy.KeepRule
	}{
		{"known", scores(map[string]float64{"run1": 0.7, "run2": 0.9}), policy.KeepRule{Rule: "best", Wants: "1 with the greatest accuracy", Saw: "accuracy 0.7, number 2 of 2"}},
		{"without it", scores(map[string]float64{"run2": 0.9}), policy.KeepRule{Rule: "best", Wants: "1 with the greatest accuracy", Saw: "it has no such metric"}},
		{"unknown", nil, policy.KeepRule{Rule: "best", Wants: "1 with the greatest accuracy", Saw: "not asked", Saves: true}},
	} {
		in.Facts = test.facts
		if got := s.Explain(in, 0).Policies[0].Keep.Rules[0]; got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}
