package main

import (
	"fmt"
	"math"
	"strings"
)

// mostGrowth is the exponent beyond which a command does not count as linear.
const mostGrowth = 1.15

// fewest is how many points an exponent is taken of.
const fewest = 3

// exponent is how a figure grows: like n to the power of it. It is the slope of
// least squares through the logarithms of the upper points: those with three times
// the least figure or more, as what a command costs in any case hides the growth in
// the others; where there are few of those, the last three.
func exponent(n, figure []float64) float64 {
	least := math.Inf(1)
	for _, v := range figure {
		least = min(least, v)
	}
	first := max(0, len(n)-fewest)
	for first > 0 && figure[first-1] >= 3*least {
		first--
	}
	var sum, sumX, sumY, sumXX, sumXY float64
	for i := first; i < len(n); i++ {
		x, y := math.Log(n[i]), math.Log(max(figure[i], 1e-9))
		sum, sumX, sumY, sumXX, sumXY = sum+1, sumX+x, sumY+y, sumXX+x*x, sumXY+x*y
	}
	return (sum*sumXY - sumX*sumY) / (sum*sumXX - sumX*sumX)
}

// growth is how CPU time and memory of a curve grow.
type growth struct{ cpu, memory float64 }

func growthOf(points []point) growth {
	sizes, _, cpu, rss := columns(points)
	return growth{exponent(sizes, cpu), exponent(sizes, rss)}
}

// excess says where a curve grows faster than is allowed, "" where it does not.
func (g growth) excess(c curve) string {
	var parts []string
	for _, one := range []struct {
		what  string
		power float64
	}{{"CPU time", g.cpu}, {"memory", g.memory}} {
		if one.power > mostGrowth {
			parts = append(parts, fmt.Sprintf("%s: %s grows like n^%.2f, more than n^%.2f", c.title, one.what, one.power, mostGrowth))
		}
	}
	return strings.Join(parts, "\n")
}
