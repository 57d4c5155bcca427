// Package carry makes one series of the counters of many short-lived processes.
//
// A process that ends starts its counters at zero, and increase() over them would
// see nothing. So before it leaves its numbers on a Pushgateway or in a textfile,
// it reads back what is there, checks that, and adds its own: the series goes on
// as if one process had lived all along.
//
// It works on any metrics whose names begin with aicore_reaper_, and leaves all
// others alone. It informs only: whoever calls it acts first, and a place that
// cannot be read or written is an error after that.
package carry

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

const prefix = "aicore_reaper_"

// maxOurs bounds what is read back of this program's own series, in bytes of text.
const maxOurs = 128 << 20

// families are metrics by the name of their family.
type families = map[string]*dto.MetricFamily

// gather returns what this process has measured.
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
