package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// factsLine is what a line of an inventory says beyond the listing. What is not
// there is not known.
type factsLine struct {
	// Of a resource group: by name of a tag, all executions that bear it with the
	// value; and the artifacts that deployments are made of.
	Tagged   map[string]map[string]string `json:"tagged,omitzero"`
	Deployed []string                     `json:"deployedArtifacts,omitzero"`
	// Of an execution: all its tags, the newest values of metrics, and the time of
	// the newest log line, "" where it has none.
	Tags        map[string]string      `json:"tags,omitzero"`
	Metrics     map[string]json.Number `json:"metrics,omitzero"`
	LastLogLine *string                `json:"lastLogLine,omitempty"`
}

// groupFacts are the facts that the line of a resource group holds, nil for none.
func groupFacts(f *policy.Facts) *factsLine {
	if f == nil {
		return nil
	}
	line := &factsLine{Tagged: f.Tagged}
	if f.Feeding != nil {
		line.Deployed = append([]string{}, slices.Sorted(maps.Keys(f.Feeding))...)
	}
	return line
}

// executionFacts are the facts that the line of an execution holds, nil for none.
func executionFacts(f *policy.Facts, id string) *factsLine {
	if f == nil {
		return nil
	}
	line := &factsLine{Tags: f.Tags[id]}
	if values, known := f.Metrics[id]; known {
		line.Metrics = make(map[string]json.Number, len(values))
		for name, v := range values {
			line.Metrics[name] = spelledNumber(v)
		}
	}
	if at, known := f.LastLines[id]; known {
		line.LastLogLine = new("")
		if !at.IsZero() {
			*line.LastLogLine = at.Time().Format(time.RFC3339Nano)
		}
	}
	if line.Tags == nil && line.Metrics == nil && line.LastLogLine == nil {
		return nil
	}
	return line
}

// spelledNumber writes a number so that JSON has it, also where it is beyond all
// bounds.
func spelledNumber(v float64) json.Number {
	switch text := strconv.FormatFloat(v, 'g', -1, 64); text {
	case "+Inf":
		return "1e999"
	case "-Inf":
		return "-1e999"
	default:
		return json.Number(text)
	}
}

// recall puts the facts of a resource group's line in a recording.
func (l *factsLine) recall(r *reaper.Recording) {
	if l == nil {
		return
	}
	r.Facts = &policy.Facts{
		Tagged: l.Tagged, Tags: make(map[string]map[string]string),
		Metrics: make(map[string]map[string]float64), LastLines: make(map[string]workload.Timestamp),
	}
	if l.Deployed != nil {
		r.Facts.Feeding = make(map[string]bool)
	}
	for _, artifact := range l.Deployed {
		r.Facts.Feeding[artifact] = true
	}
}

// recallOf puts the facts of an execution's line in a recording. The error says
// what cannot be read.
func (l *factsLine) recallOf(id string, r *reaper.Recording) error {
	switch {
	case l == nil:
		return nil
	case r.Facts == nil:
		return fmt.Errorf("there are facts about the execution %q, and none about its resource group: record them again with inventory --facts", id)
	}
	if l.Tags != nil {
		r.Facts.Tags[id] = l.Tags
	}
	if l.Metrics != nil {
		values := make(map[string]float64, len(l.Metrics))
		for name, text := range l.Metrics {
			v, err := strconv.ParseFloat(text.String(), 64)
			if err != nil && !math.IsInf(v, 0) {
				return fmt.Errorf("the execution %q has a metric %q that is not a number", id, name)
			}
			values[name] = v
		}
		r.Facts.Metrics[id] = values
	}
	if l.LastLogLine == nil {
		return nil
	}
	at := workload.ParseTimestamp([]byte(*l.LastLogLine))
	if !at.IsZero() && !at.Readable() {
		return fmt.Errorf("the execution %q has lastLogLine %q, which is not a time", id, *l.LastLogLine)
	}
	r.Facts.LastLines[id] = at
	return nil
}
