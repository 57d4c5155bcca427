package cost

import (
	"fmt"
	"strconv"
	"strings"
)

var units = []struct {
	name  string
	bytes float64
}{
	{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"TiB", 1 << 40}, {"KiB", 1 << 10},
	{"GB", 1e9}, {"MB", 1e6}, {"TB", 1e12}, {"kB", 1e3}, {"B", 1},
}

// ParseBytes reads an amount of memory such as 55GB (55·10⁹ bytes) or 16GiB
// (16·2³⁰ bytes). The error says what to write.
func ParseBytes(text string) (int64, error) {
	for _, u := range units {
		if number, ok := strings.CutSuffix(text, u.name); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
			if err == nil && n >= 0 && n*u.bytes < 1e18 {
				return int64(n * u.bytes), nil
			}
		}
	}
	return 0, fmt.Errorf("%q is not an amount of memory: write such as 55GB or 16GiB", text)
}
