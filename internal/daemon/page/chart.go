package page

import (
	"fmt"
	"time"
)

// chart is a bar chart with one bar for each sweep.
type chart struct {
	Title, Unit string
	Total, Most string
	First, Last time.Time // times of the first and last sweep in the chart
	Bars        []bar
}

type bar struct {
	X, Y, Width, Height string
	Label               string
}

// The area of the bars, in units of the drawing. Labels are around it.
const chartLeft, chartTop, chartWidth, chartHeight = 45.0, 6.0, 550.0, 42.0

// chartsOf draws the sweeps. Where costs are not configured, nothing but nodes is
// known of what was freed.
func chartsOf(h *History, costs bool) []chart {
	freed := draw("Freed", "nodes", h.Sweeps, func(s *Sweep) float64 { return s.Freed.Nodes })
	if costs {
		freed = draw("Burn rate ended", "capacity units per hour", h.Sweeps, func(s *Sweep) float64 { return s.Freed.CapacityUnitsPerHour })
	}
	return []chart{
		draw("Stopped", "executions", h.Sweeps, func(s *Sweep) float64 { return float64(s.Counts.Stopped) }),
		draw("Deleted", "executions", h.Sweeps, func(s *Sweep) float64 { return float64(s.Counts.Deleted) }),
		freed,
	}
}

func draw(title, unit string, sweeps []Sweep, value func(*Sweep) float64) chart {
	c := chart{Title: title, Unit: unit}
	most, total := 0.0, 0.0
	for i := range sweeps {
		most, total = max(most, value(&sweeps[i])), total+value(&sweeps[i])
	}
	c.Total, c.Most = rate(total), rate(most)
	if len(sweeps) == 0 {
		return c
	}
	c.First, c.Last = sweeps[0].At, sweeps[len(sweeps)-1].At
	step := chartWidth / float64(max(len(sweeps), 24))
	for i := range sweeps {
		height := 0.0
		if most > 0 {
			height = chartHeight * value(&sweeps[i]) / most
		}
		c.Bars = append(c.Bars, bar{
			units(chartLeft + float64(i)*step), units(chartTop + chartHeight - height), units(step * 0.8), units(height),
			fmt.Sprintf("%s: %s %s", exact(sweeps[i].At.UTC()), rate(value(&sweeps[i])), unit),
		})
	}
	return c
}

func units(n float64) string { return fmt.Sprintf("%.1f", n) }
