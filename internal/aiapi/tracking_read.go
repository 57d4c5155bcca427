package aiapi

import (
	"fmt"
	"math"
	"strconv"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// trackedRun is the tracking data of one execution. What would be missed in it is
// an error, such as a metric whose value is not a number: to leave it out would
// say that the run has no such metric.
type trackedRun struct {
	id string
	Tracking
}

func readTrackedRun(d *jx.Decoder) (trackedRun, error) {
	var r trackedRun
	err := readTexts(d, map[string]*string{"executionId": &r.id}, map[string]func(*jx.Decoder) error{"tags": r.tag, "metrics": r.metric})
	if err == nil && r.id == "" {
		err = fmt.Errorf("%w: tracking data without an execution's id", page.ErrFormat)
	}
	return r, err
}

func (r *trackedRun) tag(d *jx.Decoder) error {
	var t Tag
	err := readTexts(d, map[string]*string{"name": &t.Name, "value": &t.Value}, nil)
	r.Tags = append(r.Tags, t)
	return err
}

func (r *trackedRun) metric(d *jx.Decoder) error {
	var m Metric
	var value, at, step string
	err := readTexts(d, map[string]*string{"name": &m.Name, "value": &value, "timestamp": &at, "step": &step}, nil)
	if err != nil {
		return err
	}
	m.Value, err = number(value)
	m.Timestamp = workload.ParseTimestamp([]byte(at))
	m.Step, _ = strconv.ParseInt(step, 10, 64) // it only orders values of one time
	if !math.IsNaN(m.Value) {                  // which trainings log that failed: no value
		r.Metrics = append(r.Metrics, m)
	}
	return err
}

// addTo adds the data of a run to what is there of it.
func (r *trackedRun) addTo(all map[string]Tracking) {
	t := all[r.id]
	t.Tags, t.Metrics = append(t.Tags, r.Tags...), append(t.Metrics, r.Metrics...)
	all[r.id] = t
}
