package metrics

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

var end = time.Unix(1_800_000_000, 0)

var held = cost.Holding{Nodes: 2, CPUs: 14, MemoryBytes: 110e9, GPUs: 2, CapacityUnitsPerHour: 23}

// row returns an execution of team-a on which a policy wants to act.
func row(id, policyName string, a policy.Action, d report.Done) report.Row {
	status := workload.Dead
	if a != policy.Delete {
		status = workload.Running
	}
	return report.Row{
		Group: "team-a", ID: id, Scenario: "churn", Status: status, Policy: policyName, Action: a, Reason: policy.ReasonExpired,
		Plan: "train.l", Held: held, Used: time.Hour, Overdue: time.Minute, Done: d,
	}
}

// sampleOf returns a sweep with one run stopped, one deleted, one deferred and
// one refused. What it did not see done is the backlog.
func sampleOf(mode report.Mode) *report.Report {
	r := &report.Report{
		Mode: mode, Result: report.ResultPartial, StartedAt: end.Add(-3 * time.Second), FinishedAt: end,
		Policies: []report.Policy{{Name: "dead", Action: policy.Delete, Mode: mode}, {Name: "runaway", Action: policy.Stop, Mode: mode}},
		Groups: []report.Group{{
			ID: "team-a", Listed: 9, Result: report.ResultPartial,
			Stock: []report.Stock{
				{Scenario: "churn", Status: workload.Running, Count: 2, Oldest: time.Hour, Running: &report.Running{Plan: "train.l", Holds: held.Times(2)}},
				{Scenario: "churn", Status: workload.Dead, Count: 5, Oldest: 2 * time.Hour},
			},
			Backlog: []report.Backlog{{Policy: 0, Action: policy.Delete, Count: 2, Overdue: time.Hour}},
			Pairs: []report.Pair{
				{Policy: 0, Scenario: "churn", Plans: []string{"train.l"}},
				{Policy: 1, Scenario: "churn", Plans: []string{"train.l"}},
			},
		}},
		Rows: report.RowsOf([]string{"dead", "runaway"},
			row("s", "runaway", policy.Stop, report.Done{Outcome: report.Verified, Stopped: true, Freed: true}),
			row("d", "dead", policy.Delete, report.Done{Outcome: report.Verified, Deleted: true}),
			row("l", "dead", policy.Delete, report.Done{Outcome: report.Deferred, Limit: report.MaxDeletes}),
			row("r", "dead", policy.Delete, report.Done{Outcome: report.Refused, Class: report.ClassState}),
		),
	}
	if mode == report.DryRun {
		r.Result, r.Groups[0].Result = report.ResultOK, report.ResultOK
		r.Rows = report.RowsOf([]string{"dead", "runaway"},
			row("s", "runaway", policy.Stop, report.Done{Outcome: report.Planned}), row("d", "dead", policy.Delete, report.Done{Outcome: report.Planned}))
	}
	return r
}

// shown returns the metrics in the text format of Prometheus.
func shown(t *testing.T, m *Metrics) string {
	t.Helper()
	families, err := prometheus.Gatherers{m.Registry()}.Gather() // which finds a series that is there twice
	if err != nil {
		t.Fatal(err)
	}
	return exposition(t, families)
}

func exposition(t *testing.T, families []*dto.MetricFamily) string {
	t.Helper()
	var out bytes.Buffer
	for _, f := range families {
		if _, err := expfmt.MetricFamilyToText(&out, f); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// expect checks that each of the lines is shown. The lines are without the
// prefix.
func expect(t *testing.T, m *Metrics, want string) {
	t.Helper()
	text := shown(t, m)
	for line := range strings.Lines(want) {
		if line = strings.TrimSpace(line); line != "" && !strings.Contains(text, prefix+line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

// expectAll checks that the named metrics have exactly these series.
func expectAll(t *testing.T, m *Metrics, metrics, want string) {
	t.Helper()
	var got, wanted []string
	for line := range strings.Lines(shown(t, m)) {
		name := strings.FieldsFunc(strings.TrimPrefix(line, prefix), func(r rune) bool { return r == '{' || r == ' ' })[0]
		if strings.HasPrefix(line, prefix) && slices.Contains(strings.Fields(metrics), name) {
			got = append(got, strings.TrimSpace(strings.TrimPrefix(line, prefix)))
		}
	}
	for line := range strings.Lines(want) {
		if line = strings.TrimSpace(line); line != "" {
			wanted = append(wanted, line)
		}
	}
	slices.Sort(got)
	slices.Sort(wanted)
	if !slices.Equal(got, wanted) {
		t.Errorf("%s:\ngot\n\t%s\nwant\n\t%s", metrics, strings.Join(got, "\n\t"), strings.Join(wanted, "\n\t"))
	}
}
