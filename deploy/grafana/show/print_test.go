package main

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/deploy/grafana/live"
)

func TestCourse(t *testing.T) {
	t.Parallel()
	start := time.UnixMilli(1_800_000_000_123)
	moments := []time.Time{start, start.Add(time.Minute), start.Add(2 * time.Minute)}
	for name, tc := range map[string]struct {
		samples []live.Sample
		want    []string
	}{
		"a series that begins later has dashes before": {
			[]live.Sample{{At: moments[1], Value: 12.3456}, {At: moments[2], Value: 0}}, []string{"–", "12.35", "0"},
		},
		"what is no number is a dash": {
			[]live.Sample{{At: moments[0], Value: math.NaN()}}, []string{"–", "–", "–"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := course(live.Series{Samples: tc.samples}, moments); !slices.Equal(got, tc.want) {
				t.Errorf("course = %v, want %v", got, tc.want)
			}
		})
	}
}

func TestNameFillsTheLegend(t *testing.T) {
	t.Parallel()
	q := live.Query{LegendFormat: "{{policy}} ({{action}})"}
	s := live.Series{Labels: map[string]string{"policy": "old-runs", "action": "delete"}}
	if got := name(q, s); got != "old-runs (delete)" {
		t.Errorf("name = %q", got)
	}
}

func TestTheImportantPanelsAreOnTheDashboard(t *testing.T) {
	t.Parallel()
	panels, err := live.ReadDashboard("../aicore-reaper.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, title := range important {
		if !slices.ContainsFunc(panels, func(p live.Panel) bool { return p.Title == title && len(p.Targets) > 0 }) {
			t.Errorf("the dashboard has no panel %q", title)
		}
	}
}
