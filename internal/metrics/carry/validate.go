package carry

import (
	"fmt"
	"math"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// maxCount is the largest number up to which a float64 holds every integer.
const maxCount = 1 << 53

// validate returns an error for metrics that this program cannot have written: a
// bad number or a repeated series would make every later sum wrong. The error
// names the family.
func validate(all families) error {
	for _, f := range sorted(all) {
		name := f.GetName()
		if !strings.HasPrefix(name, prefix) || len(f.Metric) == 0 {
			continue
		}
		if !writable(f) {
			return fmt.Errorf("%s has a type that this program does not write", name)
		}
		seen := make(map[string]bool, len(f.Metric))
		for _, m := range f.Metric {
			key := keyOf(m)
			if seen[key] {
				return fmt.Errorf("%s holds a series twice", name)
			}
			seen[key] = true
			if !counted(m) {
				return fmt.Errorf("%s holds what cannot be a count", name)
			}
		}
	}
	return nil
}

// writable reports whether this program can have written the family. If a family
// lost its type line, its parts would be read as separate families.
func writable(f *dto.MetricFamily) bool {
	for _, part := range []string{"_bucket", "_count", "_sum"} {
		if strings.HasSuffix(f.GetName(), part) {
			return false
		}
	}
	switch f.GetType() {
	case dto.MetricType_COUNTER, dto.MetricType_GAUGE, dto.MetricType_HISTOGRAM:
		return true
	}
	return false
}

func counted(m *dto.Metric) bool {
	return (m.Counter == nil || finite(m.Counter.GetValue())) && (m.Histogram == nil || rising(m.Histogram))
}

// finite reports whether sum is neither negative, infinite nor NaN.
func finite(sum float64) bool { return sum >= 0 && sum <= math.MaxFloat64 }

// rising reports whether the buckets never decrease and the last is at most the
// total count.
func rising(h *dto.Histogram) bool {
	last, bound := uint64(0), math.Inf(-1)
	for _, b := range h.Bucket {
		if !(b.GetUpperBound() > bound) || b.GetCumulativeCount() < last {
			return false
		}
		last, bound = b.GetCumulativeCount(), b.GetUpperBound()
	}
	return last <= h.GetSampleCount() && h.GetSampleCount() <= maxCount && finite(h.GetSampleSum())
}
