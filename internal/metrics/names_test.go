package metrics

import (
	"fmt"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestTheLargestScenariosHaveSeriesOfTheirOwn(t *testing.T) {
	t.Parallel()
	m := New("v", "r")
	r := sampleOf(report.DryRun)
	r.Groups[0].Stock, r.Groups[0].Pairs, r.Rows = nil, nil, report.Rows{}
	stock := func(scenario string, count int) {
		r.Groups[0].Stock = append(r.Groups[0].Stock, report.Stock{Scenario: scenario, Status: workload.Dead, Count: count})
	}
	for i := range maxNames + 50 {
		stock(fmt.Sprintf("s%04d", i), 1+i) // the largest are met last
	}
	m.Observe(r)
	expect(t, m, `
		executions{resource_group="team-a",scenario="other",status="DEAD"} 1275
		executions{resource_group="team-a",scenario="s0050",status="DEAD"} 51
		executions{resource_group="team-a",scenario="s0249",status="DEAD"} 250
	`)
	// An admitted name stays, even if others become larger.
	stock("s0000", 1_000_000)
	m.Observe(r)
	expect(t, m, `
		executions{resource_group="team-a",scenario="other",status="DEAD"} 1.001275e+06
		executions{resource_group="team-a",scenario="s0050",status="DEAD"} 51
	`)
}

func TestScenariosOfOneSizeAreTakenByName(t *testing.T) {
	t.Parallel()
	n := newNames()
	sizes := make(map[string]int)
	for i := range maxNames + 1 {
		sizes[fmt.Sprintf("s%03d", i)] = 7
	}
	n.admit(sizes)
	if last := fmt.Sprintf("s%03d", maxNames); n.bounded(last) != other || n.bounded("s000") != "s000" {
		t.Errorf("%s is %s, s000 is %s", last, n.bounded(last), n.bounded("s000"))
	}
}
