package cli

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/agext/levenshtein"
	"pgregory.net/rapid"
)

func TestTheNearestIDsAreThoseOfASortedList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[abü]{0,6}`).Draw(t, "id")
		ids := rapid.SliceOfDistinct(rapid.StringMatching(`[abcü]{0,7}`), rapid.ID).Draw(t, "ids")
		ids = slices.DeleteFunc(ids, func(s string) bool { return s == id })
		n := nearest{to: []rune(id)}
		for _, other := range slices.Concat(ids, ids) { // of two resource groups
			n.take(other)
		}
		slices.SortFunc(ids, func(x, y string) int {
			return cmp.Or(cmp.Compare(levenshtein.Distance(id, x, nil), levenshtein.Distance(id, y, nil)), cmp.Compare(x, y))
		})
		if want := ids[:min(shownNear, len(ids))]; !slices.Equal(n.ids(), want) {
			t.Fatalf("%q, want %q", n.ids(), want)
		}
	})
}

// BenchmarkNearest searches a misspelt id among a million.
func BenchmarkNearest(b *testing.B) {
	ids := make([]string, 1_000_000)
	for i := range ids {
		ids[i] = fmt.Sprintf("e%015x", uint64(i)*0x9e3779b97f4a7c15>>4)
	}
	b.ReportAllocs()
	for b.Loop() {
		n := nearest{to: []rune(ids[500_000][:10] + "x" + ids[500_000][11:])}
		for _, id := range ids {
			n.take(id)
		}
	}
}
