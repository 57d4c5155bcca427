package report_test

import (
	"reflect"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

func TestStockAddsUpByPolicy(t *testing.T) {
	t.Parallel()
	rate := func(units float64) cost.Holding { return cost.Holding{CapacityUnitsPerHour: units} }
	line := func(expired ...report.PolicyHolding) report.Stock {
		s := report.Stock{Count: 2, Running: &report.Running{Holds: rate(10), ExpiredBy: expired}}
		for _, by := range expired {
			s.Running.Expired = s.Running.Expired.Add(by.Holds)
		}
		return s
	}
	sum := line(report.PolicyHolding{Policy: 1, Holds: rate(3)})
	other := line(report.PolicyHolding{Policy: 0, Holds: rate(1)}, report.PolicyHolding{Policy: 1, Holds: rate(4)})
	sum.Add(&other)
	want := report.Stock{Count: 4, Running: &report.Running{Holds: rate(20), Expired: rate(8), ExpiredBy: []report.PolicyHolding{{Policy: 1, Holds: rate(7)}, {Policy: 0, Holds: rate(1)}}}}
	if !reflect.DeepEqual(sum, want) {
		t.Errorf("sum %+v, want %+v", sum, want)
	}
}
