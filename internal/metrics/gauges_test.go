package metrics

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

const gauges = "executions oldest_execution_age_seconds expired_executions longest_overdue_seconds held_capacity_units_per_hour upcoming_executions resource_group_labels resource_groups capacity_unit_price observed_timestamp_seconds"

// The gauges show what is true after the sweep: the execution whose stop was
// verified holds nothing and is no longer in the backlog.
func TestGaugesShowWhatIsTrueAfterTheSweep(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Observe(sampleOf(report.Enforce))
	expectAll(t, m, gauges, `
		executions{resource_group="team-a",scenario="churn",status="RUNNING"} 2
		executions{resource_group="team-a",scenario="churn",status="DEAD"} 5
		oldest_execution_age_seconds{resource_group="team-a",status="DEAD"} 7200
		oldest_execution_age_seconds{resource_group="team-a",status="RUNNING"} 3600
		expired_executions{action="delete",policy="dead",resource_group="team-a"} 2
		expired_executions{action="stop",policy="runaway",resource_group="team-a"} 0
		longest_overdue_seconds{policy="dead",resource_group="team-a"} 3600
		longest_overdue_seconds{policy="runaway",resource_group="team-a"} 0
		held_capacity_units_per_hour{expired="",resource_group="team-a",resource_plan="train.l",scenario="churn"} 46
		held_capacity_units_per_hour{expired="true",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
		resource_groups{result="ok"} 0
		resource_groups{result="partial"} 1
		resource_groups{result="refused"} 0
		resource_groups{result="failed"} 0
		resource_groups{result="skipped"} 0
		observed_timestamp_seconds 1.8e+09
	`)
}

// overdue returns a dry run of one policy that wants to stop n of the RUNNING
// executions.
func overdue(name string, n int) *report.Report {
	r := sampleOf(report.DryRun)
	r.Policies, r.Rows = []report.Policy{{Name: name, Action: policy.Stop}}, report.Rows{}
	g := &r.Groups[0]
	g.Pairs = []report.Pair{{Policy: 0, Scenario: "churn", Plans: []string{"train.l"}}}
	g.Backlog = []report.Backlog{{Policy: 0, Action: policy.Stop, Count: n, Overdue: time.Duration(n) * time.Minute}}
	g.Stock[0].Running.Expired = held.Times(n)
	g.Stock[0].Running.ExpiredBy = []report.PolicyHolding{{Policy: 0, Holds: held.Times(n)}}
	return r
}

func TestASweepOfSomePoliciesLeavesWhatOthersWant(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Observe(overdue("a", 1))
	m.Observe(overdue("b", 1))
	expectAll(t, m, "expired_executions longest_overdue_seconds held_capacity_units_per_hour", `
		expired_executions{action="stop",policy="a",resource_group="team-a"} 1
		expired_executions{action="stop",policy="b",resource_group="team-a"} 1
		longest_overdue_seconds{policy="a",resource_group="team-a"} 60
		longest_overdue_seconds{policy="b",resource_group="team-a"} 60
		held_capacity_units_per_hour{expired="",resource_group="team-a",resource_plan="train.l",scenario="churn"} 46
		held_capacity_units_per_hour{expired="true",resource_group="team-a",resource_plan="train.l",scenario="churn"} 46
	`)
	m.Observe(overdue("b", 2)) // one of which a had wanted
	expect(t, m, `held_capacity_units_per_hour{expired="true",resource_group="team-a",resource_plan="train.l",scenario="churn"} 46`)
	m.Configure(Settings{Policies: []string{"b"}})
	expectAll(t, m, "expired_executions last_sweep_timestamp_seconds held_capacity_units_per_hour", `
		expired_executions{action="stop",policy="b",resource_group="team-a"} 2
		last_sweep_timestamp_seconds{policy="b"} 1.8e+09
		held_capacity_units_per_hour{expired="",resource_group="team-a",resource_plan="train.l",scenario="churn"} 46
		held_capacity_units_per_hour{expired="true",resource_group="team-a",resource_plan="train.l",scenario="churn"} 46
	`)
}

func TestAGroupThatFailedKeepsWhatWasLastSeenOfIt(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Observe(sampleOf(report.DryRun))
	failed := sampleOf(report.DryRun)
	failed.FinishedAt = end.Add(time.Hour)
	failed.Groups = []report.Group{{ID: "team-a", Result: report.ResultFailed, Error: "503"}}
	failed.Rows = report.Rows{}
	m.Observe(failed)
	expect(t, m, `
		executions{resource_group="team-a",scenario="churn",status="DEAD"} 5
		expired_executions{action="delete",policy="dead",resource_group="team-a"} 2
		resource_groups{result="failed"} 1
		observed_timestamp_seconds 1.8e+09
	`)
	none := &report.Report{Mode: report.Enforce, Result: report.ResultFailed, Cause: errors.New("401"), FinishedAt: end.Add(2 * time.Hour)}
	m.Observe(none)
	expect(t, m, `
		executions{resource_group="team-a",scenario="churn",status="DEAD"} 5
		resource_groups{result="failed"} 0
		observed_timestamp_seconds 1.8e+09
	`)
}

func TestGaugesOfWhatIsNotSweptAnyMoreGo(t *testing.T) {
	t.Parallel()
	for name, group := range map[string]report.Group{
		"another one":     {ID: "team-b", Result: report.ResultOK},
		"not PROVISIONED": {ID: "team-a", Result: report.ResultSkipped},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := New("v", "r")
			m.Observe(sampleOf(report.DryRun))
			other := sampleOf(report.DryRun)
			other.Groups, other.Rows = []report.Group{group}, report.Rows{}
			m.Observe(other)
			expectAll(t, m, "executions oldest_execution_age_seconds expired_executions longest_overdue_seconds held_capacity_units_per_hour", "")
		})
	}
}

func TestUpcomingIsCounted(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	r := sampleOf(report.DryRun)
	r.Upcoming = []report.Upcoming{{Group: "team-a", ID: "x", Policy: 1}, {Group: "team-a", ID: "y", Policy: 1}}
	m.Observe(r)
	expectAll(t, m, "upcoming_executions", `upcoming_executions{policy="runaway",resource_group="team-a"} 2`)
}

func TestThePriceAndTheLabelsOfGroupsAreShown(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Configure(Settings{Price: 0.42, Currency: "EUR", GroupLabels: []string{"team", "ext.ai.sap.com/costCenter", "cost-center", "team"}})
	r := sampleOf(report.DryRun)
	r.Groups[0].Labels = map[string]string{"ext.ai.sap.com/team": "ml", "ext.ai.sap.com/cost-center": "4711", "ext.ai.sap.com/secret": "x"}
	r.Groups = append(r.Groups, report.Group{ID: "unknown", Result: report.ResultOK})
	m.Observe(r)
	expectAll(t, m, "capacity_unit_price resource_group_labels", `
		capacity_unit_price{currency="EUR"} 0.42
		resource_group_labels{label_cost_center_conflict1="4711",label_cost_center_conflict2="",label_team="ml",resource_group="team-a"} 1
	`)
	m.Configure(Settings{})
	expectAll(t, m, "capacity_unit_price resource_group_labels", "")
}

// A scrape sees the old report or the new one, never a mix.
func TestAScrapeDuringAReportSeesOneOfTheTwo(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	small, large := overdue("a", 1), overdue("a", 2)
	m.Observe(small)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 200 {
			m.Observe(large)
			m.Observe(small)
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		text := shown(t, m)
		one := strings.Contains(text, `expired_executions{action="stop",policy="a",resource_group="team-a"} 1`) && strings.Contains(text, `longest_overdue_seconds{policy="a",resource_group="team-a"} 60`)
		two := strings.Contains(text, `expired_executions{action="stop",policy="a",resource_group="team-a"} 2`) && strings.Contains(text, `longest_overdue_seconds{policy="a",resource_group="team-a"} 120`)
		if one == two {
			t.Fatal(text)
		}
	}
}

// Prometheus accepts only valid UTF-8, and texts of the API may be anything.
func TestInvalidUTF8IsReplaced(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Configure(Settings{Currency: "\xff", Price: 1, GroupLabels: []string{"team"}, Policies: []string{"p\xff"}})
	r := sampleOf(report.Enforce)
	r.Policies[0].Name = "p\xff"
	g := &r.Groups[0]
	g.ID, g.Labels = "g\xff", map[string]string{"ext.ai.sap.com/team": "\xfe"}
	for i := range g.Stock {
		g.Stock[i].Scenario, g.Stock[i].Status = "s\xff", workload.Status("S\xff")
	}
	g.Stock[0].Running.Plan = "l\xff"
	g.Pairs = []report.Pair{{Policy: 0, Scenario: "s\xfe", Plans: []string{"l\xfe"}}, {Policy: 1, Scenario: "s\xff", Plans: []string{"l\xff"}}}
	lost := row("d", "p\xff", policy.Delete, report.Done{Outcome: report.Verified, Deleted: true})
	lost.Group, lost.Scenario, lost.Plan = "g\xff", "s\xff", "l\xff"
	r.Rows = report.RowsOf([]string{"p\xff", "runaway"}, lost)
	m.Expect(r)
	m.Observe(r)
	m.SetNext(map[string]time.Time{"p\xff": end})
	m.ObserveRetry("/\xff", "\xff")
	m.ObserveNotification("\xff", nil)
	expect(t, m, `
		executions{resource_group="g�",scenario="s�",status="S�"} 7
		executions_deleted_total{policy="p�",resource_group="g�",scenario="s�"} 1
		resource_group_labels{label_team="�",resource_group="g�"} 1
	`)
}
