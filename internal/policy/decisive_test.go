package policy_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// What mutants of the rules showed that no other test would notice.

func TestOfTwoVetoesThatMayHoldTheFirstGivesTheReason(t *testing.T) {
	t.Parallel()
	s := one(policy.Delete, match(), nil)
	s.OptOut = policy.OptOut{Tag: "keep", MaxFor: 90 * day}
	s.Protect = []policy.Match{match(policy.FeedsDeployment(true))}
	e := run("run1", workload.Dead, 2*day, func(e *workload.Execution) { e.OutputArtifacts = `[{"id":"model-1"}]` })
	plan := s.Plan(input([]workload.Execution{e}, now))
	if got := verdict(s, plan.Decisions[0]); got != "keep - protected" {
		t.Errorf("decided %q", got)
	}
}

func TestWhatAProtectEntrySurelySparesIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	e := run("run1", workload.Dead, 2*day, func(e *workload.Execution) { e.OutputArtifacts, e.ScenarioID = `[{"id":"model-1"}]`, "" })
	missing, feeds := match(names("scenarios", globs("prod-*"))), match(policy.FeedsDeployment(true))
	for _, protect := range [][]policy.Match{{missing, feeds}, {feeds, missing}} {
		s := one(policy.Delete, match(), nil)
		s.Protect = protect
		plan := s.Plan(input([]workload.Execution{e}, now))
		if got := verdict(s, plan.Decisions[0]); got != "keep - protected" || !plan.Questions.Empty() {
			t.Errorf("decided %q, asked %v", got, plan.Questions)
		}
	}
}

func TestEachGroupOfKeepCountsItsOwnPeriods(t *testing.T) {
	t.Parallel()
	s := one(policy.Delete, match(), &policy.Keep{Daily: 1})
	executions := []workload.Execution{
		run("run1", workload.Dead, day), run("run2", workload.Dead, 2*day), run("run3", workload.Dead, 3*day, scenario("b")), run("run4", workload.Dead, 4*day, scenario("b")),
	}
	if got, want := saved(s, input(executions, now)), []string{"run1 daily", "run3 daily"}; !slices.Equal(got, want) {
		t.Errorf("saved %v, want %v", got, want)
	}
}

func TestTheAgeOfWhatIsStoppingCountsFromItsStart(t *testing.T) {
	t.Parallel()
	e := run("run1", workload.Stopping, 5*day, func(e *workload.Execution) { e.ModifiedAt = ago(time.Minute) })
	if age, ok := policy.AutoAge(&e, now); !ok || age != 5*day {
		t.Errorf("its age is %s, %v", age, ok)
	}
}

func TestAnAgeThatIsTooLongIsTheLongest(t *testing.T) {
	t.Parallel()
	e := run("run1", workload.Dead, day, func(e *workload.Execution) {
		e.CompletionTime = workload.At(time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC))
	})
	if age, ok := policy.AutoAge(&e, now); !ok || age != math.MaxInt64 {
		t.Errorf("its age is %s, %v", age, ok)
	}
}

func TestWhatComesFromTheFutureIsTooYoungWithoutMinAgeToo(t *testing.T) {
	t.Parallel()
	s := one(policy.Delete, match(), nil)
	e := run("run1", workload.Dead, day, func(e *workload.Execution) { e.CreatedAt = ago(-time.Second) })
	if got := verdict(s, s.Plan(input([]workload.Execution{e}, now)).Decisions[0]); got != "keep - min-age" {
		t.Errorf("decided %q", got)
	}
}
