package render_test

import (
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// BenchmarkReports writes a report of 500,000 executions in each form.
func BenchmarkReports(b *testing.B) {
	const n = 500_000
	r := of(report.DryRun)
	r.Rows = many(n)
	for name, write := range map[string]func() error{
		"json": func() error { return render.JSON(io.Discard, r, "") },
		"csv":  func() error { return render.CSV(io.Discard, r) },
		"table": func() error {
			p := render.NewPrinter(io.Discard, false)
			p.Report(r, render.Detail{})
			return p.Flush()
		},
		"full": func() error {
			p := render.NewPrinter(io.Discard, false)
			p.Report(r, render.Detail{Wide: true, Full: true})
			return p.Flush()
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := write(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
		})
	}
}

// many returns n rows of one resource group, built as in a sweep.
func many(n int) report.Rows {
	b := report.NewBuilder("team-a", n)
	e := &workload.Execution{
		ScenarioID: "text-clf", ExecutableID: "text-clf-train", ConfigurationID: "c-text-clf-train-0", ConfigurationName: "text-clf-small", Status: workload.Dead,
	}
	for i := range n {
		e.ID = fmt.Sprintf("e%015x", i)
		d := policy.Decision{Policy: 1, Action: policy.Delete, Reason: policy.ReasonExpired, Age: time.Duration(i) * time.Second, Overdue: time.Duration(i) * time.Second}
		b.Add(e, &d, time.Hour, cost.Key{})
	}
	rows := report.NewRows([]string{"p", "q"})
	rows.Add(b.Table(), report.NewResults(n, report.Done{Outcome: report.Planned}), report.Prices{cost.Key{}: {Plan: "train.l", Held: cost.Holding{Nodes: 1, CapacityUnitsPerHour: 11.5}}})
	return rows
}
