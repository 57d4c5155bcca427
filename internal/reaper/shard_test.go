package reaper

import (
	"fmt"
	"testing"
)

func TestShardsAreDisjointCompleteBalancedAndStable(t *testing.T) {
	t.Parallel()
	const groups = 2000
	owner := func(group string, n int) int {
		found := -1
		for i := range n {
			if (Shard{Index: i, Count: n}).has(group) {
				if found >= 0 {
					t.Errorf("%s belongs to %d and %d", group, found, i)
				}
				found = i
			}
		}
		if found < 0 {
			t.Errorf("%s belongs to none of %d", group, n)
		}
		return found
	}
	count := make(map[int]int)
	moved := 0
	for g := range groups {
		group := fmt.Sprintf("team-%04d", g)
		four, five := owner(group, 4), owner(group, 5)
		count[four]++
		if four != five {
			moved++
			if five != 4 {
				t.Errorf("%s moves from %d to %d, not to the new one", group, four, five)
			}
		}
	}
	for i := range 4 {
		if count[i] < groups/4*8/10 || count[i] > groups/4*12/10 {
			t.Errorf("part %d has %d of %d", i, count[i], groups)
		}
	}
	if moved > groups/5*12/10 {
		t.Errorf("%d of %d move", moved, groups)
	}
}

func TestLimitsAreDividedSoThatTheSumHolds(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{0, 1, 3, 500, 5001} {
		for n := 1; n < 9; n++ {
			sum := 0
			for i := range n {
				sum += Shard{Index: i, Count: n}.share(limit)
			}
			if sum != limit {
				t.Errorf("%d among %d is %d", limit, n, sum)
			}
		}
	}
	if !(Shard{}).has("any") || (Shard{}).share(7) != 7 {
		t.Error("the zero value is not the whole")
	}
}
