package main

import (
	"math"
	"strconv"
)

// axis maps values to a length in pixels.
type axis struct {
	low, high float64
	log       bool
	length    float64
}

func (a axis) at(v float64) float64 {
	low, high := a.low, a.high
	if a.log {
		v, low, high = math.Log10(v), math.Log10(low), math.Log10(high)
	}
	return a.length * (v - low) / (high - low)
}

// decades returns a logarithmic axis of whole decades that contains the values.
func decades(length float64, values ...float64) axis {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	a := axis{low: math.Pow(10, math.Floor(math.Log10(low)+1e-9)), high: math.Pow(10, math.Ceil(math.Log10(high)-1e-9)), log: true, length: length}
	if a.high <= a.low {
		a.high = 10 * a.low
	}
	return a
}

// fromZero returns a linear axis from 0 to a round number above the values.
func fromZero(length float64, values ...float64) axis {
	high := 0.0
	for _, v := range values {
		high = max(high, v)
	}
	step := niceStep(high)
	return axis{high: step * max(1, math.Ceil(high/step)), length: length}
}

// niceStep returns the distance of lines, about four in all: 1, 2 or 5 times a
// power of ten.
func niceStep(high float64) float64 {
	raw := high / 4
	decade := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5} {
		if raw <= m*decade {
			return m * decade
		}
	}
	return 10 * decade
}

// ticks returns the values that get a line.
func (a axis) ticks() []float64 {
	var all []float64
	if a.log {
		for v := a.low; v <= a.high*1.001; v *= 10 {
			all = append(all, v)
		}
		return all
	}
	for v, step := 0.0, niceStep(a.high); v <= a.high*1.001; v += step {
		all = append(all, v)
	}
	return all
}

// count returns a number as text: 1,000 is 1k.
func count(v float64) string {
	switch {
	case v >= 1e6:
		return strconv.FormatFloat(v/1e6, 'g', 3, 64) + "M"
	case v >= 1e3:
		return strconv.FormatFloat(v/1e3, 'g', 3, 64) + "k"
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// seconds returns a time as text.
func seconds(v float64) string {
	if v < 1 {
		return strconv.FormatFloat(v*1e3, 'g', 3, 64) + " ms"
	}
	return strconv.FormatFloat(v, 'g', 3, 64) + " s"
}
