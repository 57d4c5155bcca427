package cost

import (
	"strconv"
	"strings"
	"testing"
)

// A valid amount is its number times its unit and is never negative. An amount
// written in bytes reads back the same.
func FuzzBytes(f *testing.F) {
	for _, text := range []string{"55GB", "16GiB", "1.5 MB", "0B", "-1GB", "NaNGB", "InfB", "1e30GB", "0x1p3kB", "1_0GB", "GB", "5", "5 B B", "-0TiB"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := ParseBytes(text)
		if err != nil {
			if n != 0 || !strings.Contains(err.Error(), strconv.Quote(text)) {
				t.Errorf("%q is %d, %v", text, n, err)
			}
			return
		}
		if n < 0 || n >= 1e18 {
			t.Errorf("%q is %d", text, n)
		}
		if exact := n < 1<<53; exact {
			if again, err := ParseBytes(strconv.FormatInt(n, 10) + "B"); err != nil || again != n {
				t.Errorf("%q is %d, which is %d, %v", text, n, again, err)
			}
		}
	})
}
