package aiapi

import (
	"fmt"
	"math"
	"strconv"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// trackedRun is the tracking data of one execution. Reading fails if a part
// cannot be read, such as a metric whose value is not a number: without the
// metric it would look as if the run had none.
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
	m.Step, _ = strconv.ParseInt(step, 10, 64) // the step only orders values of the same time
	if !math.IsNaN(m.Value) {                  // failed trainings log NaN: not a value
		r.Metrics = append(r.Metrics, m)
	}
	return err
}

// addTo adds the data to the data of the same run in all.
func (r *trackedRun) addTo(all map[string]Tracking) {
	t := all[r.id]
	t.Tags, t.Metrics = append(t.Tags, r.Tags...), append(t.Metrics, r.Metrics...)
	all[r.id] = t
}
