package policy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// The benchmarks use this many executions in one resource group.
const crowd = 1_000_000

func BenchmarkPlan10Policies(b *testing.B) {
	benchmark(b, &policy.Set{Policies: tenPolicies(), Protect: protection(), MinAge: time.Hour})
}

func BenchmarkPlan10PoliciesOneOfThemWhen(b *testing.B) {
	policies := tenPolicies()
	policies[9] = policy.Policy{Name: "oom", Action: policy.Delete, Match: match(
		when(b, `has(execution.statusMessage) && execution.statusMessage.contains("OOM") && age > duration("72h")`))}
	benchmark(b, &policy.Set{Policies: policies, Protect: protection(), MinAge: time.Hour})
}

func BenchmarkPlanKeep(b *testing.B) {
	benchmark(b, one(policy.StopThenDelete, match(names("scenarios", globs("*")), policy.OlderThan(14*day)),
		&policy.Keep{Latest: 5, Daily: 7, Weekly: 4, Statuses: []workload.Status{workload.Completed}, Per: []policy.Dimension{per("scenario"), per("configuration")}}))
}

// BenchmarkNotice shows that the cost of a notice grows with the number of
// policies, and no faster.
func BenchmarkNotice(b *testing.B) {
	for _, n := range []int{20, 40, 80, 160} {
		b.Run(fmt.Sprintf("%d policies", n), func(b *testing.B) {
			var s policy.Set
			for i := range n {
				s.Policies = append(s.Policies, policy.Policy{Name: fmt.Sprint(i), Action: policy.Stop, Notice: 20 * day,
					Match: match(names("scenarios", globs("text-*")), policy.OlderThan(10*day+time.Duration(i%5)*day))})
			}
			executions := make([]workload.Execution, 500)
			for i := range executions {
				executions[i] = run(fmt.Sprintf("e%03d", i), workload.Running, 2*day+time.Duration(i)*time.Minute)
			}
			for b.Loop() {
				s.Plan(input(executions, now))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(executions)), "ns/execution")
		})
	}
}

// benchmark reports the time for each execution, and the bytes.
func benchmark(b *testing.B, s *policy.Set) {
	executions := bigWorld(crowd)
	b.ReportAllocs()
	for b.Loop() {
		s.Plan(input(executions, now))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/crowd, "ns/execution")
}

func bigWorld(n int) []workload.Execution {
	statuses := []workload.Status{workload.Completed, workload.Completed, workload.Dead, workload.Stopped, workload.Running, workload.Pending, workload.Unknown}
	scenarios, configurations, messages := words("scenario", 40), words("configuration", 400), words("pod was OOMKilled", 3)
	executions := make([]workload.Execution, n)
	for i := range executions {
		e := run(fmt.Sprintf("e%07d", i), statuses[i%len(statuses)], time.Duration(i)*31*time.Second)
		e.ScenarioID, e.ConfigurationID, e.ConfigurationName = scenarios[i%40], configurations[i%400], configurations[i%400]
		e.StatusMessage = messages[i%3]
		executions[i] = e
	}
	return executions
}

func words(stem string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%s-%03d", stem, i)
	}
	return list
}

func protection() []policy.Match {
	return []policy.Match{match(names("scenarios", globs("prod-*"))), match(names("configurationNames", globs("*golden*")))}
}

// tenPolicies returns typical policies: by status and age, by scenario, by
// configuration, with a not.
func tenPolicies() []policy.Policy {
	ended := policy.Statuses(workload.Completed, workload.Stopped, workload.Dead)
	policies := []policy.Policy{
		{Action: policy.Delete, Match: match(policy.Statuses(workload.Dead, workload.Unknown), policy.OlderThan(300*day))},
		{Action: policy.Stop, Match: match(policy.Statuses(workload.Running), policy.OlderThan(200*day))},
		{Action: policy.Stop, Match: match(policy.Statuses(workload.Pending), policy.OlderThan(100*day))},
		{Action: policy.Delete, Match: match(ended, policy.Not(match(names("schedules", globs("*")))), policy.OlderThan(340*day))},
		{Action: policy.Delete, Match: match(names("configurationNames", globs("*test*", "tmp-*")), policy.OlderThan(day))},
		{Action: policy.StopThenDelete, Match: match(policy.Not(match(names("scenarios", globs("scenario-*")))), policy.OlderThan(day))},
	}
	for i := len(policies); i < 10; i++ {
		policies = append(policies, policy.Policy{Action: policy.StopThenDelete, Match: match(
			names("scenarios", globs(fmt.Sprintf("scenario-%d*", i-6), "tuning")), policy.OlderThan(90*day))})
	}
	for i := range policies {
		policies[i].Name = fmt.Sprintf("p%d", i)
	}
	return policies
}
