package metrics

import (
	"errors"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

func TestAReportIsCounted(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Observe(sampleOf(report.Enforce))
	expect(t, m, `
		executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"} 1
		executions_deleted_total{policy="dead",resource_group="team-a",scenario="churn"} 1
		executions_failed_total{action="delete",policy="dead",reason="state",resource_group="team-a"} 1
		executions_deferred_total{limit="maxDeletes",policy="dead",resource_group="team-a"} 1
		freed_nodes_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 2
		freed_cpus_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 14
		freed_memory_bytes_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 1.1e+11
		freed_gpus_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 2
		freed_capacity_units_per_hour_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 23
		reaped_node_seconds_total{policy="dead",resource_group="team-a",resource_plan="train.l",scenario="churn"} 7200
		reaped_node_seconds_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 7200
		sweeps_total{mode="enforce",result="partial"} 1
		sweep_duration_seconds_sum 3
		last_sweep_timestamp_seconds{policy="dead"} 1.8e+09
	`)
	expectAll(t, m, "last_success_timestamp_seconds", "")
}

func TestADryRunCountsNothingAsDone(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Observe(sampleOf(report.DryRun))
	expectAll(t, m, "executions_stopped_total executions_deleted_total executions_deferred_total executions_failed_total last_success_timestamp_seconds freed_nodes_total", `
		executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"} 0
		executions_deleted_total{policy="dead",resource_group="team-a",scenario="churn"} 0
		freed_nodes_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
	`)
	expect(t, m, `sweeps_total{mode="dry-run",result="ok"} 1`)
}

func TestALookIsNotCounted(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	r := sampleOf(report.DryRun)
	r.Observed = true
	m.Observe(r)
	expect(t, m, `
		executions{resource_group="team-a",scenario="churn",status="DEAD"} 5
		observed_timestamp_seconds 1.8e+09
		sweeps_total{mode="dry-run",result="ok"} 0
		sweep_duration_seconds_count 0
	`)
	expectAll(t, m, "last_sweep_timestamp_seconds", "")
}

// The counters that exist before anything is acted on depend on what a policy can
// do.
func TestAPlanShowsZerosWhereAPolicyMatches(t *testing.T) {
	t.Parallel()
	const all = "executions_stopped_total executions_deleted_total freed_nodes_total freed_cpus_total freed_memory_bytes_total freed_gpus_total freed_capacity_units_per_hour_total reaped_node_seconds_total"
	const stops = `
		executions_stopped_total{policy="p",resource_group="team-a",scenario="churn"} 0
		freed_nodes_total{policy="p",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
		freed_cpus_total{policy="p",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
		freed_memory_bytes_total{policy="p",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
		freed_gpus_total{policy="p",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
		freed_capacity_units_per_hour_total{policy="p",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
		reaped_node_seconds_total{policy="p",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
	`
	const deletes = `executions_deleted_total{policy="p",resource_group="team-a",scenario="churn"} 0`
	pair := []report.Pair{{Scenario: "churn", Plans: []string{"train.l"}}}
	for name, tc := range map[string]struct {
		action policy.Action
		pairs  []report.Pair
		rows   []report.Row
		want   string
	}{
		"one that stops":                      {policy.Stop, pair, nil, stops},
		"one that deletes":                    {policy.Delete, pair, nil, deletes},
		"one that does both":                  {policy.StopThenDelete, pair, nil, stops + deletes},
		"one that matches nothing":            {policy.StopThenDelete, nil, nil, ""},
		"one that stops, and nothing RUNNING": {policy.Stop, []report.Pair{{Scenario: "churn"}}, nil, `executions_stopped_total{policy="p",resource_group="team-a",scenario="churn"} 0`},
		"what is about to be deleted": {policy.Delete, pair, []report.Row{row("d", "p", policy.Delete, report.Done{Outcome: report.Planned})}, deletes + `
			reaped_node_seconds_total{policy="p",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := New("v", "r")
			r := sampleOf(report.Enforce)
			r.Policies = []report.Policy{{Name: "p", Action: tc.action}}
			r.Groups[0].Pairs, r.Groups[0].Backlog, r.Rows = tc.pairs, nil, report.RowsOf([]string{"p"}, tc.rows...)
			m.Expect(r)
			expectAll(t, m, all, tc.want)
		})
	}
}

// A policy whose own mode is dry-run never acts, so it has no counters. Alerts on
// a backlog that does not shrink rely on that.
func TestAPolicyThatNeverActsHasNoCounters(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Configure(Settings{Policies: []string{"dead", "runaway"}, DryRun: []string{"dead"}})
	r := sampleOf(report.DryRun)
	r.Observed = true
	m.Observe(r)
	expectAll(t, m, "executions_stopped_total executions_deleted_total reaped_node_seconds_total expired_executions", `
		executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"} 0
		reaped_node_seconds_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
		expired_executions{action="delete",policy="dead",resource_group="team-a"} 2
		expired_executions{action="stop",policy="runaway",resource_group="team-a"} 0
	`)
}

// A plan that is not yet carried out does not change gauges: they show what is
// true after a sweep.
func TestAPlanMovesNoGauge(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Expect(sampleOf(report.Enforce))
	expectAll(t, m, "executions expired_executions held_capacity_units_per_hour longest_overdue_seconds observed_timestamp_seconds", "")
}

func TestReasonsAreOfTheFixedList(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	r := sampleOf(report.Enforce)
	var rows []report.Row
	for class := report.NoFailure + 1; int(class) <= len(report.Classes()); class++ {
		rows = append(rows, row("x"+class.String(), "dead", policy.Delete, report.Done{Outcome: report.Failed, Class: class, Error: "01010076 as the server words it"}))
	}
	r.Rows = report.RowsOf([]string{"dead", "runaway"}, rows...)
	m.Observe(r)
	for _, reason := range report.Classes() {
		expect(t, m, `executions_failed_total{action="delete",policy="dead",reason="`+reason+`",resource_group="team-a"} 1`)
	}
}

func TestNotificationsAreCounted(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.ObserveNotification("acted", nil)
	m.ObserveNotification("acted", errors.New("it answered 500"))
	m.ObserveNotification("refused", nil)
	expectAll(t, m, "notifications_total", `
		notifications_total{event="acted",result="ok"} 1
		notifications_total{event="acted",result="failed"} 1
		notifications_total{event="refused",result="ok"} 1
	`)
}
