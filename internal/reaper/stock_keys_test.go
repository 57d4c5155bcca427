package reaper

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Lines are found by a short sum of their key. Keys with the same sum, such as axa
// and aya, stay apart.
func TestTheStockCountsEachKeyByItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		scenario := rapid.SampledFrom([]string{"", "a", "axa", "aya", "aza", "b"})
		status := rapid.SampledFrom([]workload.Status{workload.Dead, workload.Running, workload.Completed})
		want := make(map[stockKey]int)
		var listing []workload.Execution
		for range rapid.IntRange(0, 60).Draw(t, "executions") {
			e := workload.Execution{ScenarioID: scenario.Draw(t, "scenario"), Status: status.Draw(t, "status")}
			listing = append(listing, e)
			want[stockKey{e.ScenarioID, e.Status, cost.Key{Rule: -1}}]++
		}
		taken := takeStock(listing, nil, func(int) int { return nobody }, time.Time{})
		for _, line := range taken {
			if line.count != want[line.stockKey] {
				t.Errorf("%d of %+v, want %d", line.count, line.stockKey, want[line.stockKey])
			}
		}
		if len(taken) != len(want) {
			t.Errorf("%d lines, want %d", len(taken), len(want))
		}
	})
}
