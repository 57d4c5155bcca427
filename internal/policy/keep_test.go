package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// at returns an ended execution whose age counts from this moment. Its id is the
// moment with a dot for the colon, because ids must not contain colons.
func at(moment string, more ...change) workload.Execution {
	t, err := time.Parse("2006-01-02T15:04Z07:00", moment)
	if err != nil {
		panic(err)
	}
	return run(strings.ReplaceAll(moment, ":", "."), workload.Dead, now.Sub(t), more...)
}

// saved lists what keep saves of the executions, as "id rule", in their order.
func saved(s *policy.Set, in policy.Input) []string {
	var list []string
	for i, d := range s.Plan(in).Decisions {
		if rule, ok := strings.CutPrefix(d.Reason.String(), "kept-"); ok {
			list = append(list, in.Executions[i].ID+" "+rule)
		}
	}
	return list
}

func scenario(name string) change { return func(e *workload.Execution) { e.ScenarioID = name } }

func named(id string) change { return func(e *workload.Execution) { e.ID = id } }

func TestKeepSaves(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	ended := []workload.Status{workload.Dead}
	for _, test := range []struct {
		name       string
		keep       policy.Keep
		zone       *time.Location
		match      policy.Match
		executions []workload.Execution
		want       []string
	}{
		{name: "nothing by default", executions: []workload.Execution{run("run1", workload.Dead, day)}},
		{name: "the latest", keep: policy.Keep{Latest: 2}, executions: []workload.Execution{run("run3", workload.Dead, 3*day), run("run1", workload.Dead, day), run("run2", workload.Dead, 2*day)},
			want: []string{"run1 latest", "run2 latest"}},
		{name: "the lesser id of equal times", keep: policy.Keep{Latest: 1}, executions: []workload.Execution{run("run2", workload.Dead, day), run("run1", workload.Dead, day)},
			want: []string{"run1 latest"}},
		{name: "each scenario on its own, unless told", keep: policy.Keep{Latest: 1}, executions: []workload.Execution{run("run1", workload.Dead, day), run("run2", workload.Dead, 2*day), run("run3", workload.Dead, 3*day, scenario("b")), run("run4", workload.Dead, 4*day, scenario(""))},
			want: []string{"run1 latest", "run3 latest", "run4 latest"}},
		{name: "the resource group as a whole", keep: policy.Keep{Latest: 1, Per: []policy.Dimension{policy.PerResourceGroup}}, executions: []workload.Execution{run("run1", workload.Dead, day), run("run2", workload.Dead, day, scenario("b"))},
			want: []string{"run1 latest"}},
		{name: "each combination of per", keep: policy.Keep{Latest: 1, Per: []policy.Dimension{per("executable"), per("configuration"), per("executionSchedule")}}, executions: []workload.Execution{
			run("run1", workload.Dead, day), run("run2", workload.Dead, 2*day, scenario("b")),
			run("run3", workload.Dead, 3*day, func(e *workload.Execution) { e.ExecutableID = "b" }),
			run("run4", workload.Dead, 3*day, func(e *workload.Execution) { e.ConfigurationID = "b" }),
			run("run5", workload.Dead, 3*day, func(e *workload.Execution) { e.ExecutionScheduleID = "b" })},
			want: []string{"run1 latest", "run3 latest", "run4 latest", "run5 latest"}},
		{name: "within, back from the newest of the group and not from now", keep: policy.Keep{Within: 2 * day}, executions: []workload.Execution{run("run1", workload.Dead, 30*day), run("run2", workload.Dead, 32*day), run("run3", workload.Dead, 32*day+1)},
			want: []string{"run1 within", "run2 within"}},
		{name: "counting all that match, not only what has expired", keep: policy.Keep{Latest: 2}, match: match(policy.OlderThan(5 * day)), executions: []workload.Execution{run("run1", workload.Dead, day), run("run6", workload.Dead, 6*day), run("run7", workload.Dead, 7*day)},
			want: []string{"run6 latest"}},
		{name: "counting what its action cannot act on", keep: policy.Keep{Latest: 1}, executions: []workload.Execution{run("run1", workload.Running, day), run("run2", workload.Dead, 2*day)}},
		{name: "not counting other statuses than told", keep: policy.Keep{Latest: 1, Statuses: ended}, executions: []workload.Execution{run("run1", workload.Completed, day), run("run2", workload.Dead, 2*day)},
			want: []string{"run2 latest"}},
		{name: "not counting what does not match", keep: policy.Keep{Latest: 1}, match: match(policy.Statuses(ended...)), executions: []workload.Execution{run("run1", workload.Completed, day), run("run2", workload.Dead, 2*day)},
			want: []string{"run2 latest"}},
		{name: "not counting what is being deleted, nor unknown words, nor what has no time", keep: policy.Keep{Latest: 1}, executions: []workload.Execution{
			run("run1", workload.Dead, day, func(e *workload.Execution) { e.TargetStatus = workload.Deleted }), run("run2", "PAUSED", day),
			run("run3", workload.Dead, day, func(e *workload.Execution) { e.CompletionTime, e.ModifiedAt = 0, 0 }), run("run4", workload.Dead, 2*day)},
			want: []string{"run4 latest"}},
		{name: "counting what is protected or too young", keep: policy.Keep{Latest: 1}, executions: []workload.Execution{
			run("run1", workload.Dead, day, func(e *workload.Execution) { e.CreatedAt = 0 }), run("run2", workload.Dead, 2*day)}},
		{name: "the future as now", keep: policy.Keep{Latest: 1}, executions: []workload.Execution{run("run2", workload.Dead, 0), run("run1", workload.Dead, 0, func(e *workload.Execution) { e.CompletionTime = ago(-day) })},
			want: []string{"run1 latest"}},
		{name: "by the time its age counts from", keep: policy.Keep{Latest: 1}, match: policy.Match{AgeFrom: policy.Created}, executions: []workload.Execution{
			run("run1", workload.Dead, day, func(e *workload.Execution) { e.CreatedAt = ago(9 * day) }), run("run2", workload.Dead, 2*day)},
			want: []string{"run2 latest"}},
		{name: "hours, the newest of each", keep: policy.Keep{Hourly: 2}, executions: []workload.Execution{at("2026-03-20T10:59Z"), at("2026-03-20T10:01Z"), at("2026-03-20T09:30Z"), at("2026-03-20T08:30Z")},
			want: []string{"2026-03-20T10.59Z hourly", "2026-03-20T09.30Z hourly"}},
		{name: "days, skipping those that hold none", keep: policy.Keep{Daily: 2}, executions: []workload.Execution{at("2026-03-20T23:59Z"), at("2026-03-20T00:00Z"), at("2026-03-02T12:00Z"), at("2026-03-01T12:00Z")},
			want: []string{"2026-03-20T23.59Z daily", "2026-03-02T12.00Z daily"}},
		{name: "ISO weeks, over the turn of a year", keep: policy.Keep{Weekly: 2}, executions: []workload.Execution{at("2026-01-04T12:00Z"), at("2025-12-29T12:00Z"), at("2025-12-28T12:00Z"), at("2025-12-15T12:00Z")},
			want: []string{"2026-01-04T12.00Z weekly", "2025-12-28T12.00Z weekly"}},
		{name: "months", keep: policy.Keep{Monthly: 2}, executions: []workload.Execution{at("2026-03-01T00:00Z"), at("2026-02-28T23:00Z"), at("2026-02-01T00:00Z"), at("2025-02-01T00:00Z")},
			want: []string{"2026-03-01T00.00Z monthly", "2026-02-28T23.00Z monthly"}},
		{name: "years", keep: policy.Keep{Yearly: 2}, executions: []workload.Execution{at("2026-01-01T00:00Z"), at("2025-12-31T23:00Z"), at("2025-01-01T00:00Z"), at("2024-12-31T00:00Z")},
			want: []string{"2026-01-01T00.00Z yearly", "2025-12-31T23.00Z yearly"}},
		{name: "days of the zone", keep: policy.Keep{Daily: 2}, zone: berlin, executions: []workload.Execution{at("2026-01-10T23:30Z"), at("2026-01-10T22:30Z"), at("2026-01-09T22:30Z")},
			want: []string{"2026-01-10T23.30Z daily", "2026-01-10T22.30Z daily"}},
		{name: "a day of 23 hours", keep: policy.Keep{Daily: 1}, zone: berlin, executions: []workload.Execution{run("run1", workload.Dead, 0, func(e *workload.Execution) { e.CompletionTime = workload.At(now) }), at("2026-03-28T23:00Z"), at("2026-03-28T22:59Z")},
			want: []string{"run1 daily"}},
		{name: "the hour that autumn repeats as two", keep: policy.Keep{Hourly: 2}, zone: berlin, executions: []workload.Execution{at("2025-10-26T01:30Z"), at("2025-10-26T00:30Z"), at("2025-10-25T23:30Z")},
			want: []string{"2025-10-26T01.30Z hourly", "2025-10-26T00.30Z hourly"}},
		{name: "by each rule over all, whatever others save", keep: policy.Keep{Latest: 1, Daily: 2}, executions: []workload.Execution{at("2026-03-20T10:00Z"), at("2026-03-19T10:00Z"), at("2026-03-18T10:00Z")},
			want: []string{"2026-03-20T10.00Z latest", "2026-03-19T10.00Z daily"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := one(policy.Delete, test.match, &test.keep)
			s.Location = test.zone
			if got := saved(s, input(test.executions, now)); !slices.Equal(got, test.want) {
				t.Errorf("saved %v, want %v", got, test.want)
			}
		})
	}
}

// When a clock is set back over midnight, time goes from one day to the day
// before and back. Each day still counts once.
func TestADayThatIsInterruptedCountsOnce(t *testing.T) {
	t.Parallel()
	stJohns, err := time.LoadLocation("America/St_Johns")
	if err != nil {
		t.Fatal(err)
	}
	// In 2006 the clock went from 00:01 on 29 October back to 23:01 on the 28th.
	s := one(policy.Delete, match(), &policy.Keep{Daily: 3})
	s.Location = stJohns
	executions := []workload.Execution{
		at("2006-10-29T04:00Z", named("29th")), at("2006-10-29T03:10Z", named("28th-again")),
		at("2006-10-29T02:30Z", named("29th-before")), at("2006-10-28T12:00Z", named("28th")), at("2006-10-27T12:00Z", named("27th")),
	}
	if got, want := saved(s, input(executions, now)), []string{"29th daily", "28th-again daily", "27th daily"}; !slices.Equal(got, want) {
		t.Errorf("saved %v, want %v", got, want)
	}
}

func TestAFailingExpressionIsNotCountedByKeep(t *testing.T) {
	t.Parallel()
	s := one(policy.Delete, match(when(t, `execution.statusMessage == "x"`)), &policy.Keep{Latest: 1})
	plan := s.Plan(input([]workload.Execution{run("run1", workload.Dead, day), run("run2", workload.Dead, 2*day, func(e *workload.Execution) { e.StatusMessage = "x" })}, now))
	for i, want := range []string{"keep p when-error", "keep p kept-latest"} {
		if got := verdict(s, plan.Decisions[i]); got != want {
			t.Errorf("decision %d is %q, want %q", i, got, want)
		}
	}
}
