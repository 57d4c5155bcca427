// Package carry joins the counters of many short-lived processes into one series.
//
// Each process starts its counters at zero, so increase() over them would see
// nothing. Before a process writes its numbers to a Pushgateway or a textfile, it
// reads and checks the numbers that are there and adds its own. The series then
// looks as if one process had run all the time.
//
// The package handles all metrics whose names begin with aicore_reaper_ and
// ignores all others. It is called after the work of a sweep, so its errors
// cannot prevent a change.
package carry

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

const prefix = "aicore_reaper_"

// maxOurs limits how much text of this program's own series is read back, in
// bytes.
const maxOurs = 128 << 20

// families are metric families by name.
type families = map[string]*dto.MetricFamily

// gather returns the metrics of this process.
func gather(own prometheus.Gatherer) (families, error) {
	all, err := own.Gather()
	if err != nil {
		return nil, fmt.Errorf("gather the metrics: %w", err)
	}
	byName := make(families, len(all))
	for _, f := range all {
		byName[f.GetName()] = f
	}
	return byName, nil
}
