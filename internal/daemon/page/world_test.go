package page

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

const yaml = `
schedule: "0 * * * *"
policies:
  - {name: old, match: {olderThan: 1d}, action: delete}
  - {name: runaway, match: {olderThan: 1d}, action: stop}
costs:
  price: {perCapacityUnit: 2, currency: EUR}
  resourcePlans: {train.l: {capacityUnitsPerHour: 11.5}}
  executables: [{executables: ["*"], resourcePlan: train.l}]
`

// now is a Wednesday.
var now = time.Date(2026, 9, 2, 12, 0, 0, 0, time.UTC)

func read(t testing.TB, text string) *config.Config {
	t.Helper()
	c, _, err := config.Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// rows returns a plan of n rows in two groups. Every third is RUNNING and to be
// stopped, the others are DEAD and to be deleted. Each is an hour older than the
// one before.
func rows(n int) []report.Row {
	all := make([]report.Row, n)
	for i := range all {
		r := report.Row{
			Group: "team-a", ID: fmt.Sprintf("e%04d", i), Scenario: "churn", ConfigurationName: fmt.Sprintf("Config-%d", i%7), Status: workload.Dead,
			Policy: "old", Action: policy.Delete, Reason: policy.ReasonExpired, Age: time.Duration(i+24) * time.Hour, Overdue: time.Duration(i) * time.Hour,
			Plan: "train.l", Held: cost.Holding{Nodes: 1, CapacityUnitsPerHour: float64(i % 5)}, Done: report.Done{Outcome: report.Planned},
		}
		if i%3 == 0 {
			r.Status, r.Policy, r.Action, r.Scenario = workload.Running, "runaway", policy.Stop, "tuning"
		}
		if i >= n/2 {
			r.Group = "team-b"
		}
		all[i] = r
	}
	return all
}

func reportOn(all ...report.Row) *report.Report {
	r := &report.Report{
		Sweep: "01S", Mode: report.DryRun, StartedAt: now.Add(-time.Minute), FinishedAt: now, Result: report.ResultOK,
		Groups:   []report.Group{{ID: "team-a", Listed: 10, Result: report.ResultOK}, {ID: "team-b", Listed: 5, Result: report.ResultOK}},
		Policies: []report.Policy{{Name: "old", Action: policy.Delete}, {Name: "runaway", Action: policy.Stop}},
		Rows:     report.RowsOf([]string{"old", "runaway"}, all...),
	}
	return r
}

// site returns a site that shows a state.
func site(s *State) *http.ServeMux {
	mux := http.NewServeMux()
	New(Options{
		Version: "v-test", Log: zap.NewNop(), Now: func() time.Time { return now }, State: func() *State { return s }, Progress: func() *Progress { return nil },
		Explain: func(_ context.Context, group, id string) (*render.Explanation, error) {
			switch id {
			case "busy":
				return nil, ErrBusy
			case "gone":
				return nil, fmt.Errorf("%w: it is gone", ErrNotFound)
			case "many":
				return nil, ErrTooLarge
			}
			return &render.Explanation{Explanation: policy.Explanation{ID: id, ResourceGroup: group}}, nil
		},
	}).Register(mux)
	return mux
}

func get(t testing.TB, mux *http.ServeMux, target string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w
}
