package metrics

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// size is how large a tenant is.
type size struct{ groups, scenarios, policies, rows int }

func (s size) String() string {
	return fmt.Sprintf("groups=%d/scenarios=%d/policies=%d/rows=%d", s.groups, s.scenarios, s.policies, s.rows)
}

// tenant returns an enforcing sweep in which every policy deletes executions of
// one scenario.
func (s size) tenant() *report.Report {
	r := &report.Report{Mode: report.Enforce, Result: report.ResultOK, StartedAt: end.Add(-time.Minute), FinishedAt: end}
	names := make([]string, s.policies)
	for p := range s.policies {
		names[p] = fmt.Sprintf("policy-%d", p)
		r.Policies = append(r.Policies, report.Policy{Name: names[p], Action: policy.Delete, Mode: report.Enforce})
	}
	r.Rows = report.NewRows(names)
	for i := range s.groups {
		id := fmt.Sprintf("group-%04d", i)
		r.Groups = append(r.Groups, s.group(id))
		s.addRows(&r.Rows, id)
	}
	return r
}

func (s size) group(id string) report.Group {
	g := report.Group{ID: id, Result: report.ResultOK}
	for i := range s.scenarios {
		scenario := fmt.Sprintf("scenario-%d", i)
		for _, status := range []workload.Status{workload.Completed, workload.Dead, workload.Pending, workload.Stopped} {
			g.Stock = append(g.Stock, report.Stock{Scenario: scenario, Status: status, Count: 100, Oldest: time.Hour})
		}
		running := report.Stock{Scenario: scenario, Status: workload.Running, Count: 3, Running: &report.Running{Plan: "train.l", Holds: cost.Holding{CapacityUnitsPerHour: 23}}}
		g.Stock = append(g.Stock, running)
	}
	for p := range s.policies {
		g.Pairs = append(g.Pairs, report.Pair{Policy: p, Scenario: fmt.Sprintf("scenario-%d", p%s.scenarios), Plans: []string{"train.l"}})
	}
	return g
}

func (s size) addRows(to *report.Rows, group string) {
	n := s.rows / s.groups
	b, results := report.NewBuilder(group, n), report.NewResults(n, report.Done{Outcome: report.Verified, Deleted: true})
	for i := range n {
		p := i % s.policies
		e := workload.Execution{ID: fmt.Sprintf("e%015d", i), ScenarioID: fmt.Sprintf("scenario-%d", p%s.scenarios), Status: workload.Dead}
		d := policy.Decision{Policy: int16(p), Action: policy.Delete, Reason: policy.ReasonExpired}
		b.Add(&e, &d, time.Hour, cost.Key{})
	}
	to.Add(b.Table(), results, report.Prices{{}: {Plan: "train.l", Held: cost.Holding{Nodes: 1}}})
}

var sizes = []size{{50, 6, 20, 50_000}, {1000, 6, 20, 50_000}, {1000, 6, 20, 1_000_000}}

func BenchmarkObserve(b *testing.B) {
	for _, s := range sizes {
		b.Run(s.String(), func(b *testing.B) {
			m, r := New("v", "r"), s.tenant()
			b.ReportAllocs()
			for b.Loop() {
				m.Expect(r)
				m.Observe(r)
			}
		})
	}
}

func BenchmarkScrape(b *testing.B) {
	for _, s := range []size{{50, 6, 20, 50}, {1000, 6, 20, 1000}} {
		b.Run(s.String(), func(b *testing.B) {
			m := New("v", "r")
			m.Observe(s.tenant())
			handler := promhttp.HandlerFor(m.Registry(), promhttp.HandlerOpts{})
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				w.Body = nil
				handler.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
			}
		})
	}
}
