package report

import (
	"slices"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

func TestPickedRowsComeInTheOrderAskedFor(t *testing.T) {
	t.Parallel()
	rows := RowsOf([]string{"p"},
		Row{Group: "a", ID: "a0", Policy: "p", Action: policy.Delete}, Row{Group: "a", ID: "a1", Policy: "p"}, Row{Group: "b", ID: "b0", Policy: "p"})
	picked := rows.Pick([]int{2, 0})
	again := picked.Pick([]int{1})
	none := rows.Pick(nil)
	for _, test := range []struct {
		rows *Rows
		want []string
	}{{&rows, []string{"a0", "a1", "b0"}}, {&picked, []string{"b0", "a0"}}, {&again, []string{"a0"}}, {&none, nil}} {
		var all, at []string
		for row := range test.rows.All() {
			all = append(all, row.ID)
		}
		for i := range test.rows.Len() {
			at = append(at, test.rows.At(i).ID)
		}
		if !slices.Equal(all, test.want) || !slices.Equal(at, test.want) {
			t.Errorf("%q and %q, want %q", all, at, test.want)
		}
	}
}
