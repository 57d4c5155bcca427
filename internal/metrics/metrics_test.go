package metrics

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

var end = time.Unix(1_800_000_000, 0)

// sample is a sweep in which a run was stopped and one deleted, one put off and
// one refused.
func sample(mode report.Mode) *report.Report {
	held := cost.Holding{Nodes: 2, CPUs: 14, MemoryBytes: 110e9, GPUs: 2, CapacityUnitsPerHour: 23}
	row := func(id, policyName string, a policy.Action, o report.Outcome) report.Row {
		return report.Row{Group: "team-a", ID: id, Scenario: "churn", Policy: policyName, Action: a, Done: report.Done{Outcome: o}, Plan: "train.l", Held: held, Used: time.Hour, Overdue: time.Minute}
	}
	stopped := row("s", "runaway", policy.Stop, report.Verified)
	stopped.Stopped, stopped.Freed = true, true
	deleted := row("d", "dead", policy.Delete, report.Verified)
	deleted.Deleted = true
	deferred := row("l", "dead", policy.Delete, report.Deferred)
	deferred.Limit, deferred.Overdue = report.MaxDeletes, time.Hour
	refused := row("r", "dead", policy.Delete, report.Refused)
	refused.Class = report.ClassState
	return &report.Report{
		Mode: mode, Result: report.ResultPartial, StartedAt: end.Add(-3 * time.Second), FinishedAt: end,
		Policies: []report.Policy{{Name: "dead", Action: policy.Delete}, {Name: "runaway", Action: policy.Stop}},
		Groups: []report.Group{{ID: "team-a", Listed: 9, Result: report.ResultOK, Stock: []report.Stock{
			{Scenario: "churn", Status: workload.Running, Plan: "train.l", Count: 3, Oldest: time.Hour, Holds: held, Expired: held},
			{Scenario: "churn", Status: workload.Dead, Count: 6, Oldest: 2 * time.Hour},
		}}},
		Rows: report.RowsOf([]string{"dead", "runaway"}, stopped, deleted, deferred, refused),
	}
}

func expect(t *testing.T, m *Metrics, want string) {
	t.Helper()
	families, err := m.gathered()
	if err != nil {
		t.Fatal(err)
	}
	text := exposition(t, families)
	for line := range strings.Lines(want) {
		if line = strings.TrimSpace(line); line != "" && !strings.Contains(text, prefix+line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

func exposition(t *testing.T, families map[string]*dto.MetricFamily) string {
	t.Helper()
	var out strings.Builder
	for _, f := range sortedFamilies(families) {
		if _, err := expfmt.MetricFamilyToText(&out, f); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestAReportIsCounted(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Observe(sample(report.Enforce))
	expect(t, m, `
		executions{resource_group="team-a",scenario="churn",status="RUNNING"} 3
		executions{resource_group="team-a",scenario="churn",status="DEAD"} 6
		oldest_execution_age_seconds{resource_group="team-a",status="DEAD"} 7200
		expired_executions{action="delete",policy="dead",resource_group="team-a"} 3
		expired_executions{action="stop",policy="runaway",resource_group="team-a"} 1
		longest_overdue_seconds{policy="dead",resource_group="team-a"} 3600
		executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"} 1
		executions_stopped_total{policy="dead",resource_group="team-a",scenario="churn"} 0
		executions_deleted_total{policy="dead",resource_group="team-a",scenario="churn"} 1
		executions_failed_total{action="delete",policy="dead",reason="state",resource_group="team-a"} 1
		executions_deferred_total{limit="maxDeletes",policy="dead",resource_group="team-a"} 1
		freed_nodes_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 2
		freed_cpus_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 14
		freed_memory_bytes_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 1.1e+11
		freed_gpus_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 2
		freed_capacity_units_per_hour_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 23
		freed_nodes_total{policy="dead",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
		reaped_node_seconds_total{policy="dead",resource_group="team-a",resource_plan="train.l",scenario="churn"} 7200
		held_capacity_units_per_hour{expired="",resource_group="team-a",resource_plan="train.l",scenario="churn"} 23
		held_capacity_units_per_hour{expired="true",resource_group="team-a",resource_plan="train.l",scenario="churn"} 23
		sweeps_total{mode="enforce",result="partial"} 1
		sweep_duration_seconds_sum 3
		last_sweep_timestamp_seconds{policy="dead"} 1.8e+09
	`)
	if n := testutil.CollectAndCount(m.lastSuccess); n != 0 {
		t.Error("a sweep with failures counts as a success")
	}
}

func TestADryRunCountsNothingAsDone(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	r := sample(report.DryRun)
	r.Result = report.ResultOK
	m.Observe(r)
	expect(t, m, `
		sweeps_total{mode="dry-run",result="ok"} 1
		executions_stopped_total{policy="runaway",resource_group="team-a",scenario="churn"} 0
		executions_deleted_total{policy="dead",resource_group="team-a",scenario="churn"} 0
		expired_executions{action="delete",policy="dead",resource_group="team-a"} 3
	`)
	if n := testutil.CollectAndCount(m.lastSuccess) + testutil.CollectAndCount(m.deferred) + testutil.CollectAndCount(m.failed); n != 0 {
		t.Errorf("%d series that a dry run must not have", n)
	}
}

func TestAPlanShowsZerosBeforeItIsCarriedOut(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Expect(sample(report.Enforce))
	expect(t, m, `
		executions_deleted_total{policy="dead",resource_group="team-a",scenario="churn"} 0
		freed_nodes_total{policy="runaway",resource_group="team-a",resource_plan="train.l",scenario="churn"} 0
	`)
}

func TestGaugesOfWhatIsGoneGo(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Observe(sample(report.DryRun))
	failed := sample(report.DryRun)
	failed.Groups[0] = report.Group{ID: "team-a", Result: report.ResultFailed}
	failed.Rows = report.Rows{}
	m.Observe(failed)
	expect(t, m, `executions{resource_group="team-a",scenario="churn",status="DEAD"} 6`) // as last listed
	other := sample(report.DryRun)
	other.Groups[0].ID, other.Rows = "team-b", report.Rows{}
	m.Observe(other)
	families, err := m.gathered()
	if err != nil {
		t.Fatal(err)
	}
	if text := exposition(t, map[string]*dto.MetricFamily{"": families[prefix+"executions"]}); strings.Contains(text, "team-a") {
		t.Errorf("a group that is not swept any more: %s", text)
	}
}

func TestScenariosBeyondTheBoundAreOther(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	r := sample(report.DryRun)
	r.Groups[0].Stock = nil
	for i := range maxLabels + 50 {
		r.Groups[0].Stock = append(r.Groups[0].Stock, report.Stock{Scenario: fmt.Sprintf("s%04d", i), Status: workload.Dead, Count: 1})
	}
	m.Observe(r)
	expect(t, m, `executions{resource_group="team-a",scenario="other",status="DEAD"} 50`)
}

func TestTheMetricsAreWellNamed(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	m.Observe(sample(report.Enforce))
	m.ObserveRequest(aiapi.Request{Endpoint: "/lm/executions", Method: "GET", Code: 200})
	m.ObserveRetry("/lm/executions", "network")
	m.ObserveReload(end, nil)
	m.SetCredentialExpiry(end)
	m.SetNext(map[string]time.Time{"dead": end})
	families, err := m.gathered()
	if err != nil {
		t.Fatal(err)
	}
	problems, err := promlint.New(strings.NewReader(exposition(t, families))).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
	document(t, families)
}

var update = flag.Bool("update", false, "write docs/metrics.md anew")

const (
	docFile  = "../../docs/metrics.md"
	docBegin = "<!-- metrics: written by the tests -->\n"
	docEnd   = "<!-- end -->"
)

// document holds the table of docs/metrics.md against what there is.
func document(t *testing.T, families map[string]*dto.MetricFamily) {
	t.Helper()
	var table strings.Builder
	table.WriteString("| metric | type | labels | meaning |\n|---|---|---|---|\n")
	for _, f := range sortedFamilies(families) {
		var names []string
		for _, l := range f.Metric[0].Label {
			names = append(names, "`"+l.GetName()+"`")
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s |\n", f.GetName(), strings.ToLower(f.GetType().String()), strings.Join(names, " "), f.GetHelp())
	}
	text, err := os.ReadFile(docFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(text), docBegin)
	_, after, ok2 := strings.Cut(rest, docEnd)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the table", docFile)
	}
	whole := before + docBegin + table.String() + docEnd + after
	if *update {
		if err := os.WriteFile(docFile, []byte(whole), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if whole != string(text) {
		t.Errorf("%s is not what there is: go test ./internal/metrics -update", docFile)
	}
}
