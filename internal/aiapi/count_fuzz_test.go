package aiapi

import (
	"strconv"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// A count is valid only if the whole body is one number.
func FuzzCount(f *testing.F) {
	for _, body := range []string{"12", " 7\n", "-1", "-0", "007", "1e3", "9223372036854775807", "9223372036854775808", "", "12 13", "+5", `{"count":1}`, "<html>"} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		n, err := (&canned{body: body}).client(t).Executions.count(t.Context(), "g", new(widest))
		if err != nil {
			legible(t, err)
			return
		}
		digits := strings.TrimLeft(strings.TrimSpace(string(body)), "+-0")
		if n < 0 || digits != strings.TrimLeft(strconv.Itoa(n), "0") {
			t.Errorf("%q counts %d", body, n)
		}
		newListing(n).add(&page.Page{Executions: []workload.Execution{{ID: "e-01"}}}) // whatever is claimed, there is room
	})
}
